import type { FileType } from '../quant/file-type.ts'
import type { GgmlType } from '../quant/ggml-type.ts'
import type { Bytes } from '../quantity.ts'
import type { Tensor } from './tensor.ts'

/** The weights of a model as its own files have them: exact, whatever mix they are. */
export interface ModelFile {
  readonly tensors: readonly Tensor[]
  /** The type of each tensor, in the order of `tensors`. */
  readonly types: readonly GgmlType[]
  /** Blocks from here on are for multi-token prediction and stay on the disk. */
  readonly trunk: number
  /** All parts together, when complete. */
  readonly bytes: Bytes
  /** What the file calls its mix, else the mix named after the type of most of its weights: for a person. */
  readonly fileType: FileType
  /** The first part, as llama.cpp is to be given it. */
  readonly path: string
  /** What is missing or was assumed, as sentences. */
  readonly notes: readonly string[]
}
