/** As much of a tensor as llama-quantize looks at. `Tensor` of core/model is one. */
export interface NamedShape {
  /** GGUF name, `blk.3.ffn_down.weight`. */
  readonly name: string
  /** ggml order: the row first. */
  readonly shape: readonly [number, ...number[]]
}
