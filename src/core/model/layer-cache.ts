/**
 * What one block keeps of the context, as a file's own metadata has it block by block. Elements, not bytes: bytes
 * follow from the cache type and the number of cells.
 */
export interface LayerCache {
  /** Caches of one cell per token, or per so many tokens. */
  readonly stores: readonly LayerStore[]
  /** Elements of each f32 tensor of fixed size that one sequence keeps (recurrent state, compressor state). */
  readonly state: readonly number[]
}

export interface LayerStore {
  readonly keyElements: number
  /** 0 where keys are all there is (latent attention). */
  readonly valueElements: number
  /** Elements of values without flash attention, where every layer takes the width of the widest. */
  readonly paddedValueElements: number
  /** Tokens it keeps; null: the whole context. */
  readonly window: number | null
  /** Tokens of one cell (DeepSeek V4's compressed caches); 1 elsewhere. */
  readonly tokensPerCell: number
  /** A cache of its own for every sequence, `--kv-unified` or not. */
  readonly perSequence: boolean
  /** `4 heads x 128 x 2`, for a person. */
  readonly what: string
}
