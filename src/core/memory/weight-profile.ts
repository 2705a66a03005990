import type { Bytes } from '../quantity.ts'
import type { FileType } from '../quant/file-type.ts'

/** Bytes of one block of the stack under one quantisation. */
export interface LayerWeights {
  /** Everything but the routed experts. */
  readonly denseBytes: Bytes
  /** Routed experts, all of them: what `--n-cpu-moe` moves to RAM. */
  readonly expertBytes: Bytes
  /** What one token reads: the dense part and `perToken` of `count` experts. */
  readonly activeBytes: Bytes
}

/**
 * The weights of a model under one quantisation, summed to what placement moves as one piece. Made once per model
 * and file type; planning is arithmetic on it. All but `totalBytes` and `bytesByType` are sizes in memory, where each
 * tensor is padded to 32 bytes.
 */
export interface WeightProfile {
  /** Null for a file whose own tensor types are used as they stand. */
  readonly fileType: FileType | null
  /** Every tensor once: the data part of the file. */
  readonly totalBytes: Bytes
  /** Tables looked up on the host: input embedding, per-layer embeddings. */
  readonly inputBytes: Bytes
  /** What goes with the output layer: head and output norms; for tied embeddings the second copy of the table. */
  readonly outputBytes: Bytes
  /** The part of `outputBytes` that is the head: read once per token. */
  readonly headBytes: Bytes
  /**
   * What the output layer adds on the host when it lies there too: a tied head is then the input table itself. Absent:
   * as `outputBytes`.
   */
  readonly outputOnHostBytes?: Bytes
  /**
   * Rope factors, which every block reads. They are counted with the first block that uses them; a further device
   * with blocks, the host included, keeps a copy. Absent: there are none.
   */
  readonly sharedBytes?: Bytes
  readonly layers: readonly LayerWeights[]
  /** Elements held, and elements one token reads. */
  readonly parameters: { readonly total: number; readonly active: number }
  readonly bytesByType: Readonly<Record<string, Bytes>>
}
