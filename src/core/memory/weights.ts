import type { Architecture } from '../model/architecture.ts'
import type { RunnableModel } from '../model/model.ts'
import { knownTensors } from '../model/tensor-table.ts'
import { type FileType, fileTypes } from '../quant/file-type.ts'
import type { MixFacts } from '../quant/mix-rules.ts'
import { fileProfile } from './file-profile.ts'
import { mixFacts } from './mix-facts.ts'
import { expertBytes, rowsObstruct, stackProfile } from './stack-profile.ts'
import type { WeightProfile } from './weight-profile.ts'
import { type WeightStack, weightStack } from './weight-stack.ts'

/** What is the same for every file type of a model. */
interface Prepared {
  readonly stack: WeightStack
  readonly facts: MixFacts
  readonly profiles: Map<FileType, WeightProfile>
  readonly offered: Map<string | null, readonly FileType[]>
}

const preparedModels = new WeakMap<Architecture, Prepared>()

function prepare(architecture: Architecture): Prepared {
  const before = preparedModels.get(architecture)
  if (before) return before
  const prepared = {
    stack: weightStack(architecture),
    facts: mixFacts(architecture, []),
    profiles: new Map(),
    offered: new Map()
  }
  preparedModels.set(architecture, prepared)
  return prepared
}

/** How many tensors a catalogue model's file has. */
export const tensorCount = (architecture: Architecture): number =>
  knownTensors(architecture)?.length ?? prepare(architecture).stack.tensorCount

/** The profile of a catalogue model's file as `llama-quantize` makes it. Made once per model and file type. */
export function profileOf(architecture: Architecture, fileType: FileType): WeightProfile {
  const { stack, facts, profiles } = prepare(architecture)
  const before = profiles.get(fileType)
  if (before) return before
  const profile = stackProfile(stack, architecture, fileType, facts)
  profiles.set(fileType, profile)
  return profile
}

/** The profile of a model under a file type, or of its own file, whose types are what they are. */
export const profileFor = (model: RunnableModel, fileType: FileType): WeightProfile =>
  model.file ? fileProfile(model.file, model.architecture) : profileOf(model.architecture, fileType)

/**
 * Types that publishers offer for a model of any size, best first. The legacy 5-bit types are left out: K-quants of
 * their size are better. So are ternary types, which fit only models trained for them.
 */
const everyday: readonly FileType[] = [
  'Q8_0',
  'Q6_K',
  'Q5_K_M',
  'Q5_K_S',
  'Q4_K_M',
  'Q4_1',
  'Q4_K_S',
  'IQ4_NL',
  'Q4_0',
  'IQ4_XS',
  'Q3_K_L',
  'Q3_K_M',
  'IQ3_M',
  'IQ3_S',
  'Q3_K_S',
  'IQ3_XS',
  'IQ3_XXS',
  'Q2_K',
  'IQ2_M',
  'IQ2_S',
  'IQ2_XS',
  'IQ2_XXS'
]

/** Below two bits only very large models keep sense; publishers offer these types from about this size on. */
const oneBit: readonly FileType[] = ['IQ1_M', 'IQ1_S']
const oneBitFrom = 100e9

const startingAt = (best: FileType): readonly FileType[] => everyday.slice(everyday.indexOf(best))

/** By precision of the checkpoint. A file in more bits than the checkpoint has gains nothing. */
const byNativeType: Readonly<Partial<Record<string, readonly FileType[]>>> = {
  fp32: ['F32', 'F16', ...everyday],
  fp16: ['F16', ...everyday],
  bf16: ['BF16', 'F16', ...everyday],
  fp8: everyday,
  int8: everyday,
  nvfp4: ['NVFP4', ...startingAt('IQ4_NL')],
  int4: startingAt('Q4_K_M')
}

/** Checkpoints whose experts are in MXFP4: an MXFP4 file holds them unchanged. */
const expertsInMxfp4: readonly (string | null)[] = ['mxfp4', 'fp4+fp8']

/**
 * The file types in which a model is worth having, best first.
 *
 * Models whose experts are published in 4-bit floating point start at MXFP4, and only types that make the experts
 * smaller follow: for gpt-oss there are none, because its rows of 2880 force every mix to blocks of 4.5 bits. Types
 * for which some row has no whole blocks are left out. `nativeType` is the precision of the published checkpoint;
 * null, unknown, counts as bf16.
 */
export function fileTypesFor(architecture: Architecture, nativeType: string | null): readonly FileType[] {
  const { offered } = prepare(architecture)
  const before = offered.get(nativeType)
  if (before) return before
  const types = offeredTypes(architecture, nativeType)
  offered.set(nativeType, types)
  return types
}

/** Whether `llama-quantize` makes this file type of the model: its blocks, or those of its fallback, divide every row. */
export function canBeMade(architecture: Architecture, fileType: FileType): boolean {
  const { stack, facts } = prepare(architecture)
  return !rowsObstruct(stack, fileType, facts)
}

function offeredTypes(architecture: Architecture, nativeType: string | null): readonly FileType[] {
  const { stack, facts } = prepare(architecture)
  const large = stack.parameters.total >= oneBitFrom
  const possible = (fileType: FileType): boolean => !rowsObstruct(stack, fileType, facts)
  const smallest = large ? oneBit : []
  if (architecture.experts && expertsInMxfp4.includes(nativeType)) {
    const ofExperts = (fileType: FileType): number => expertBytes(stack, fileType, facts)
    const unchanged = ofExperts('MXFP4')
    const smaller = [...everyday, ...smallest].filter(
      (fileType) => possible(fileType) && ofExperts(fileType) < unchanged
    )
    return ['MXFP4', ...smaller]
  }
  const wanted = new Set([...(byNativeType[nativeType ?? 'bf16'] ?? everyday), ...smallest])
  return fileTypes.filter((fileType) => wanted.has(fileType) && possible(fileType))
}
