import type { Architecture } from '../model/architecture.ts'
import type { Tensor } from '../model/tensor.ts'
import { bytes, roundUp } from '../quantity.ts'
import type { LayerWeights, WeightProfile } from './weight-profile.ts'

/** Bytes to which llama.cpp pads each tensor, in a file and in memory (`GGUF_DEFAULT_ALIGNMENT`). */
const tensorPadding = 32

export const paddedSize = (stored: number): number => roundUp(stored, tensorPadding)

/** Running sums of one block. */
export interface BlockSums {
  dense: number
  experts: number
  active: number
}

export const noBlockSums = (): BlockSums => ({ dense: 0, experts: 0, active: 0 })

export const bothSums = (a: BlockSums, b: BlockSums): BlockSums => ({
  dense: a.dense + b.dense,
  experts: a.experts + b.experts,
  active: a.active + b.active
})

/** Adds one tensor of `stored` bytes; of the experts a token reads `perToken`. */
export function addToBlock(
  sums: BlockSums,
  { role, shape }: Pick<Tensor, 'role' | 'shape'>,
  stored: number,
  perToken: number
): void {
  const size = paddedSize(stored)
  if (role === 'experts') {
    sums.experts += size
    sums.active += (stored / (shape.at(-1) ?? 1)) * perToken
  } else {
    sums.dense += size
    if (role !== 'lookup') sums.active += size
  }
}

export const layerWeights = ({ dense, experts, active }: BlockSums): LayerWeights => ({
  denseBytes: bytes(dense),
  expertBytes: bytes(experts),
  activeBytes: bytes(active)
})

/** Running sums of what lies outside the stack, and of the rope factors that lie in it. */
export interface OutsideSums {
  input: number
  embedding: number
  output: number
  head: number
  shared: number
}

export const noOutsideSums = (): OutsideSums => ({ input: 0, embedding: 0, output: 0, head: 0, shared: 0 })

/** Adds one tensor of `stored` bytes: lookups to the input, the rest to the output layer. */
export function addOutside(sums: OutsideSums, role: Tensor['role'], stored: number): void {
  const size = paddedSize(stored)
  if (role === 'input-embedding' || role === 'lookup') {
    sums.input += size
    if (role === 'input-embedding') sums.embedding += size
  } else {
    sums.output += size
    if (role === 'output-head') sums.head += size
  }
}

/**
 * Architectures that load a tied head before the embedding, so that the two stay apart even on one device.
 * `load_arch_tensors` in llama.cpp src/models/gemma3n.cpp and gemma4.cpp.
 */
const headApart: readonly string[] = ['gemma3n', 'gemma4']

type OutsideBytes = Pick<
  WeightProfile,
  'inputBytes' | 'outputBytes' | 'outputOnHostBytes' | 'headBytes' | 'sharedBytes'
>

/** What lies outside the stack. A head tied to the embedding is loaded a second time (`TENSOR_DUPLICATED`). */
export function outsideWeights(
  { input, embedding, output, head, shared }: OutsideSums,
  { gguf }: Pick<Architecture, 'gguf'>
): OutsideBytes {
  const secondCopy = head === 0 ? embedding : 0
  const staysApart = gguf !== null && headApart.includes(gguf)
  return {
    inputBytes: bytes(input),
    outputBytes: bytes(output + secondCopy),
    outputOnHostBytes: bytes(output + (staysApart ? secondCopy : 0)),
    headBytes: bytes(head + secondCopy),
    ...(shared > 0 && { sharedBytes: bytes(shared) })
  }
}
