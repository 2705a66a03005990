import type { Architecture } from '../model/architecture.ts'
import { type Bytes, bytes } from '../quantity.ts'
import type { FileType } from '../quant/file-type.ts'
import { type GgmlType, ggmlTypes } from '../quant/ggml-type.ts'
import { fittingType } from '../quant/mix.ts'
import { type MixFacts, mixedType, twoBits } from '../quant/mix-rules.ts'
import { startingType } from '../quant/starting-type.ts'
import { convertedType } from '../quant/unquantised.ts'
import { blockOf, isRopeFactor } from './sum-weights.ts'
import type { WeightProfile } from './weight-profile.ts'
import {
  addOutside,
  addToBlock,
  type BlockSums,
  bothSums,
  layerWeights,
  noBlockSums,
  noOutsideSums,
  outsideWeights,
  paddedSize
} from './weight-sums.ts'
import type { NumberedTensor, StackTensor, WeightStack } from './weight-stack.ts'

/** The type of one tensor, its running number known, in block `layer` (-1 outside the stack). */
type TypeOf = (tensor: NumberedTensor, layer: number) => GgmlType

/** The types of a file type, as `assignTypes` gives them; `refused` is called where llama-quantize would stop. */
function typesOf(stack: WeightStack, fileType: FileType, facts: MixFacts, refused?: () => void): TypeOf {
  const start = startingType[fileType]
  const mixes = ggmlTypes[start].blockElements > 1
  const byRunningNumber = facts.experts <= 1 || twoBits.includes(fileType)
  const { valueCount, tied } = stack
  return ({ tensor, category, quantised, row, stacked, number }, layer) => {
    if (!quantised) return convertedType(tensor, fileType)
    if (!mixes) return start
    const place = {
      category,
      rowElements: row,
      stacked,
      valueIndex: number,
      valueCount,
      depth: byRunningNumber ? number : layer,
      tied
    }
    const fitting = fittingType(mixedType(fileType, place, facts), row)
    if (fitting.refused) refused?.()
    return fitting.type
  }
}

/**
 * Whether llama-quantize stops because neither the type nor its fallback divides the rows of some tensor. Rows of whole
 * blocks of 64 obstruct nothing: types of larger blocks have fallbacks (quant/mix.ts), so few tensors need be asked.
 */
export function rowsObstruct(stack: WeightStack, fileType: FileType, facts: MixFacts): boolean {
  let stops = false
  const typeOf = typesOf(stack, fileType, facts, () => {
    stops = true
  })
  for (const { tensor, layer } of stack.oddRows) typeOf(tensor, layer)
  return stops
}

/** Bytes of the routed experts of a whole stack, as the profile of the file type counts them. */
export function expertBytes(stack: WeightStack, fileType: FileType, facts: MixFacts): number {
  const typeOf = typesOf(stack, fileType, facts)
  let sum = 0
  for (const { layer, count, alike, tensors } of stack.classes) {
    for (const each of tensors) {
      if (each.tensor.role !== 'experts') continue
      sum += (each.byDepth ? count : alike) * paddedSize(storedBytes(each, typeOf(each, layer)))
    }
  }
  return sum
}

const storedBytes = ({ row, rows }: StackTensor, type: GgmlType): number => {
  const { blockElements, blockBytes } = ggmlTypes[type]
  return (row / blockElements) * blockBytes * rows
}

/**
 * The profile of a stack under one file type: what `weightProfile` makes of all its tensors, from one block of each
 * class. A test holds the two against each other.
 */
export function stackProfile(
  stack: WeightStack,
  architecture: Architecture,
  fileType: FileType,
  facts: MixFacts
): WeightProfile {
  const perToken = architecture.experts?.perToken ?? 0
  const typeOf = typesOf(stack, fileType, facts)
  const byType: Record<string, Bytes> = {}
  const outside = noOutsideSums()
  let total = 0

  const store = (tensor: NumberedTensor, layer: number, times: number): number => {
    const type = typeOf(tensor, layer)
    const stored = storedBytes(tensor, type)
    total += times * stored
    byType[type] = bytes((byType[type] ?? 0) + times * stored)
    return stored
  }
  /** Tensors without a number that are loaded with a block: rope factors, projections of per-layer inputs. */
  const beside = new Map<number, BlockSums>()
  for (const each of stack.outside) {
    const { tensor } = each
    const stored = store(each, -1, 1)
    const block = blockOf(tensor, architecture)
    if (block !== null && block < stack.ofLayer.length) {
      if (isRopeFactor(tensor)) outside.shared += paddedSize(stored)
      const sums = beside.get(block) ?? noBlockSums()
      addToBlock(sums, tensor, stored, perToken)
      beside.set(block, sums)
    } else addOutside(outside, tensor.role, stored)
  }
  /** What depth does not change, by the first class that holds it. */
  const same = new Map<number, BlockSums>()
  const ofClass = stack.classes.map(({ layer, count, like, alike, tensors }) => {
    const plain = same.get(like) ?? noBlockSums()
    const deep = noBlockSums()
    for (const each of tensors) {
      const stored = store(each, layer, each.byDepth ? count : alike)
      addToBlock(each.byDepth ? deep : plain, each.tensor, stored, perToken)
    }
    same.set(like, plain)
    return layerWeights(bothSums(plain, deep))
  })
  const layers = stack.ofLayer.map((at) => ofClass[at] ?? nothing)
  for (const [block, { dense, experts, active }] of beside) {
    const { denseBytes, expertBytes, activeBytes } = layers[block] ?? nothing
    layers[block] = layerWeights(
      bothSums({ dense, experts, active }, { dense: denseBytes, experts: expertBytes, active: activeBytes })
    )
  }
  return {
    fileType,
    totalBytes: bytes(total),
    ...outsideWeights(outside, architecture),
    layers,
    parameters: stack.parameters,
    bytesByType: byType
  }
}

const nothing = layerWeights(noBlockSums())
