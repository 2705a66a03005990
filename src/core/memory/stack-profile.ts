import type { Architecture } from '../model/architecture.ts'
import { type Bytes, bytes, roundUp } from '../quantity.ts'
import type { FileType } from '../quant/file-type.ts'
import { type GgmlType, ggmlTypes } from '../quant/ggml-type.ts'
import { fittingType } from '../quant/mix.ts'
import { type MixFacts, mixedType, twoBits } from '../quant/mix-rules.ts'
import { startingType } from '../quant/starting-type.ts'
import { convertedType } from '../quant/unquantised.ts'
import { blockOf, headStaysApart, isRopeFactor, tensorPadding } from './sum-weights.ts'
import type { WeightProfile } from './weight-profile.ts'
import type { StackTensor, WeightStack } from './weight-stack.ts'

/** What tells the type of one tensor of a stack: its running number and its block. */
type TypeOf = (tensor: StackTensor, number: number, layer: number) => GgmlType

/** The types of a file type, as `assignTypes` gives them; `refused` is called where llama-quantize would stop. */
function typesOf(stack: WeightStack, fileType: FileType, facts: MixFacts, refused?: () => void): TypeOf {
  const start = startingType[fileType]
  const mixes = ggmlTypes[start].blockElements > 1
  const byRunningNumber = facts.experts <= 1 || twoBits.includes(fileType)
  return ({ tensor, category, quantised, row, stacked }, number, layer) => {
    if (!quantised) return convertedType(tensor, fileType)
    if (!mixes) return start
    const place = {
      category,
      rowElements: row,
      stacked,
      valueIndex: number,
      valueCount: stack.valueCount,
      depth: byRunningNumber ? number : layer,
      tied: stack.tied
    }
    const fitting = fittingType(mixedType(fileType, place, facts), row)
    if (fitting.refused) refused?.()
    return fitting.type
  }
}

/** Whether llama-quantize stops because neither the type nor its fallback divides the rows of some tensor. */
export function rowsObstruct(stack: WeightStack, fileType: FileType, facts: MixFacts): boolean {
  let stops = false
  const typeOf = typesOf(stack, fileType, facts, () => {
    stops = true
  })
  for (const tensor of stack.outside) typeOf(tensor, tensor.number, -1)
  for (const { layers, even, byDepth } of stack.classes) {
    for (const tensor of even) typeOf(tensor, 0, layers[0] ?? 0)
    for (const tensor of byDepth)
      for (const [at, layer] of layers.entries()) typeOf(tensor, tensor.numbers[at] ?? 0, layer)
  }
  return stops
}

const storedBytes = ({ row, rows }: StackTensor, type: GgmlType): number => {
  const { blockElements, blockBytes } = ggmlTypes[type]
  return (row / blockElements) * blockBytes * rows
}

/** Sums while a profile is made. One per block; blocks alike share what is even. */
interface Sums {
  dense: number
  experts: number
  active: number
}

/**
 * The profile of a stack under one file type: what `weightProfile` makes of all its tensors, from one block of each
 * class and the few tensors whose type follows the depth. A test holds the two against each other.
 */
export function stackProfile(
  stack: WeightStack,
  architecture: Architecture,
  fileType: FileType,
  facts: MixFacts
): WeightProfile {
  const perToken = architecture.experts?.perToken ?? 0
  const typeOf = typesOf(stack, fileType, facts)
  const byType = new Map<GgmlType, number>()
  const blocks = Array.from({ length: architecture.layers }, (): Sums => ({
    dense: 0,
    experts: 0,
    active: 0
  }))
  let [total, input, output, head, embedding, shared] = [0, 0, 0, 0, 0, 0]

  const store = (tensor: StackTensor, type: GgmlType, times: number): number => {
    const stored = storedBytes(tensor, type)
    total += times * stored
    byType.set(type, (byType.get(type) ?? 0) + times * stored)
    return stored
  }
  const add = (sums: Sums, { tensor: { role, shape } }: StackTensor, stored: number): void => {
    const size = roundUp(stored, tensorPadding)
    if (role === 'experts') {
      sums.experts += size
      sums.active += (stored / (shape.at(-1) ?? 1)) * perToken
    } else {
      sums.dense += size
      if (role !== 'lookup') sums.active += size
    }
  }

  for (const each of stack.outside) {
    const stored = store(each, typeOf(each, each.number, -1), 1)
    const size = roundUp(stored, tensorPadding)
    const { role } = each.tensor
    const block = blockOf(each.tensor, architecture)
    const sums = block === null ? undefined : blocks[block]
    if (sums) {
      if (isRopeFactor(each.tensor)) shared += size
      add(sums, each, stored)
    } else if (role === 'input-embedding' || role === 'lookup') {
      input += size
      if (role === 'input-embedding') embedding += size
    } else {
      output += size
      if (role === 'output-head') head += size
    }
  }
  for (const { layers, even, byDepth } of stack.classes) {
    const alike: Sums = { dense: 0, experts: 0, active: 0 }
    for (const tensor of even)
      add(alike, tensor, store(tensor, typeOf(tensor, 0, layers[0] ?? 0), layers.length))
    for (const [at, layer] of layers.entries()) {
      const sums = blocks[layer]
      if (!sums) continue
      sums.dense += alike.dense
      sums.experts += alike.experts
      sums.active += alike.active
      for (const tensor of byDepth)
        add(sums, tensor, store(tensor, typeOf(tensor, tensor.numbers[at] ?? 0, layer), 1))
    }
  }
  const secondCopy = head === 0 ? embedding : 0
  return {
    fileType,
    totalBytes: bytes(total),
    inputBytes: bytes(input),
    outputBytes: bytes(output + secondCopy),
    outputOnHostBytes: bytes(output + (headStaysApart(architecture) ? secondCopy : 0)),
    headBytes: bytes(head + secondCopy),
    ...(shared > 0 && { sharedBytes: bytes(shared) }),
    layers: blocks.map(({ dense, experts, active }) => ({
      denseBytes: bytes(dense),
      expertBytes: bytes(experts),
      activeBytes: bytes(active)
    })),
    parameters: stack.parameters,
    bytesByType: Object.fromEntries([...byType].map(([type, size]): [string, Bytes] => [type, bytes(size)]))
  }
}
