/**
 * One weight tensor as a GGUF file lists it. A catalogue model's list is built from its architecture
 * (`tensors/`), a file's list is read from its header; everything after works on this list alone.
 */
export interface Tensor {
  /** GGUF name: `token_embd.weight`, `blk.3.ffn_down_exps.weight`, `output.weight`. */
  readonly name: string
  /** ggml order: the first dimension is the row that quantisation blocks divide. */
  readonly shape: readonly [number, ...number[]]
  /** Block of the stack, null for the tensors outside it. */
  readonly layer: number | null
  readonly role: TensorRole
}

/** What the tensor is for: decides where it is placed and how often it is read. */
export type TensorRole =
  /** looked up, one row per token; stays on the host */
  | 'input-embedding'
  /** logits; on the device of the output layer */
  | 'output-head'
  /** norms and biases of the output layer */
  | 'output'
  /** everything in a block that every token reads */
  | 'block'
  /** routed experts, stacked: a token reads `perToken` of `count` */
  | 'experts'
  /** a table looked up row by row (per-layer embeddings, position embeddings) */
  | 'lookup'

export const elements = (tensor: Pick<Tensor, 'shape'>): number => tensor.shape.reduce((n, d) => n * d, 1)
