import type { Architecture } from '../model/architecture.ts'
import { type Bytes, bytes, roundUp } from '../quantity.ts'
import type { FileType } from '../quant/file-type.ts'
import { type GgmlType, ggmlTypes } from '../quant/ggml-type.ts'
import { fittingType } from '../quant/mix.ts'
import { type MixFacts, mixedType, twoBits } from '../quant/mix-rules.ts'
import { startingType } from '../quant/starting-type.ts'
import { convertedType } from '../quant/unquantised.ts'
import { blockOf, headStaysApart, isRopeFactor, tensorPadding } from './sum-weights.ts'
import type { LayerWeights, WeightProfile } from './weight-profile.ts'
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

/** Whether llama-quantize stops because neither the type nor its fallback divides the rows of some tensor. */
export function rowsObstruct(stack: WeightStack, fileType: FileType, facts: MixFacts): boolean {
  let stops = false
  const typeOf = typesOf(stack, fileType, facts, () => {
    stops = true
  })
  for (const tensor of stack.outside) typeOf(tensor, -1)
  for (const { layer, tensors } of stack.classes) for (const tensor of tensors) typeOf(tensor, layer)
  return stops
}

const storedBytes = ({ row, rows }: StackTensor, type: GgmlType): number => {
  const { blockElements, blockBytes } = ggmlTypes[type]
  return (row / blockElements) * blockBytes * rows
}

/** Sums of one block while a profile is made. */
interface Sums {
  dense: number
  experts: number
  active: number
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
  let [total, input, output, head, embedding, shared] = [0, 0, 0, 0, 0, 0]

  const store = (tensor: NumberedTensor, layer: number, times: number): number => {
    const type = typeOf(tensor, layer)
    const stored = storedBytes(tensor, type)
    total += times * stored
    byType[type] = bytes((byType[type] ?? 0) + times * stored)
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

  /** Tensors without a number that are loaded with a block: rope factors, projections of per-layer inputs. */
  const beside = new Map<number, Sums>()
  for (const each of stack.outside) {
    const stored = store(each, -1, 1)
    const size = roundUp(stored, tensorPadding)
    const { role } = each.tensor
    const block = blockOf(each.tensor, architecture)
    if (block !== null && block < stack.ofLayer.length) {
      if (isRopeFactor(each.tensor)) shared += size
      const sums = beside.get(block) ?? { dense: 0, experts: 0, active: 0 }
      add(sums, each, stored)
      beside.set(block, sums)
    } else if (role === 'input-embedding' || role === 'lookup') {
      input += size
      if (role === 'input-embedding') embedding += size
    } else {
      output += size
      if (role === 'output-head') head += size
    }
  }
  const ofClass = stack.classes.map(({ layer, count, tensors }) => {
    const sums: Sums = { dense: 0, experts: 0, active: 0 }
    for (const tensor of tensors) add(sums, tensor, store(tensor, layer, count))
    return weightsOf(sums)
  })
  const layers = stack.ofLayer.map((at) => ofClass[at] ?? nothing)
  for (const [block, { dense, experts, active }] of beside) {
    const { denseBytes, expertBytes, activeBytes } = layers[block] ?? nothing
    layers[block] = weightsOf({
      dense: dense + denseBytes,
      experts: experts + expertBytes,
      active: active + activeBytes
    })
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
    layers,
    parameters: stack.parameters,
    bytesByType: byType
  }
}

const weightsOf = ({ dense, experts, active }: Sums): LayerWeights => ({
  denseBytes: bytes(dense),
  expertBytes: bytes(experts),
  activeBytes: bytes(active)
})
const nothing = weightsOf({ dense: 0, experts: 0, active: 0 })
