import type { Tensor } from '../tensor.ts'

/** One tensor of a block or of the model, named without the `blk.N.` in front; `block` unless told otherwise. */
export type Part = Pick<Tensor, 'name' | 'shape'> & Partial<Pick<Tensor, 'role'>>

/** A projection from `columns` inputs to `rows` outputs, in ggml order. */
export const matrix = (name: string, columns: number, rows: number): Part => ({
  name: `${name}.weight`,
  shape: [columns, rows]
})

export const vector = (name: string, width: number): Part => ({ name: `${name}.weight`, shape: [width] })

export const bias = (name: string, width: number): Part => ({ name: `${name}.bias`, shape: [width] })

/** llama.cpp names a few state-space tensors without `.weight`. */
export const bare = (name: string, ...shape: [number, ...number[]]): Part => ({ name, shape })

/** The same projection of every routed expert, one after the other. */
export const stacked = (name: string, columns: number, rows: number, count: number): Part => ({
  name: `${name}.weight`,
  shape: [columns, rows, count],
  role: 'experts'
})

export const when = (condition: boolean | undefined, ...parts: readonly Part[]): readonly Part[] =>
  condition ? parts : []

/**
 * Weights that the checkpoint is known to hold and that no named tensor explains: whole rows of the model's width
 * as a matrix, the rest as a vector, so that the count is exact and the bytes are nearly so.
 */
export function unexplained(name: string, hiddenSize: number, elements: number): readonly Part[] {
  const rows = Math.floor(elements / hiddenSize)
  const rest = elements - rows * hiddenSize
  return [
    ...when(rows > 1, matrix(name, hiddenSize, rows)),
    ...when(rows === 1, vector(name, hiddenSize)),
    ...when(rest > 0, vector(`${name}_rest`, rest))
  ]
}
