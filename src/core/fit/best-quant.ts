import type { WeightProfile } from '../memory/weight-profile.ts'
import { type FileType, fileTypes } from '../quant/file-type.ts'
import { type Placement, placementFor, type Plan, planOf, type PlanRequest, wholePlacement } from './plan.ts'

/** A file type with the plan it leads to. */
export interface QuantChoice {
  readonly fileType: FileType
  readonly profile: WeightProfile
  readonly plan: Plan
}

/** From here up a quantisation loses little: four bits and more per weight. */
const fourBits = fileTypes.indexOf('IQ4_XS')
/** The usual four-bit file: what is preferred where every byte in RAM costs speed. */
const usual = fileTypes.indexOf('Q4_K_M')

const rank = (fileType: FileType): number => fileTypes.indexOf(fileType)

/**
 * The file type to recommend among `candidates` (any order).
 *
 * Four bits come first: the best type of at least four bits that fits on the accelerators wholly, else the one nearest
 * to Q4_K_M on the best level such a type reaches, since below `fits` each byte costs speed and nothing is gained
 * by Q8_0. Only when no type of four bits runs at all are smaller ones taken, best level first, then best type.
 *
 * Null when there is no candidate; a choice whose plan says `does-not-fit` (the smallest) when nothing runs.
 */
export function bestQuant(
  candidates: readonly FileType[],
  request: Omit<PlanRequest, 'profile'>,
  profileOf: (fileType: FileType) => WeightProfile
): QuantChoice | null {
  const sorted = [...candidates].sort((a, b) => rank(a) - rank(b))
  const asked = (fileType: FileType): PlanRequest => ({ ...request, profile: profileOf(fileType) })
  const large = sorted.filter((fileType) => rank(fileType) <= fourBits)
  const small = sorted.filter((fileType) => rank(fileType) > fourBits)
  const byUsual = [...large].sort((a, b) => fromUsual(a) - fromUsual(b))
  // In the order of preference, each asked only when none before it does: most models fit with the first type.
  const found =
    onGpus(large, asked) ?? running(byUsual, asked) ?? onGpus(small, asked) ?? running(small, asked)
  if (found) return found
  const smallest = sorted.at(-1)
  return smallest === undefined ? null : choiceOf(smallest, placementFor(asked(smallest)))
}

const choiceOf = (fileType: FileType, placement: Placement): QuantChoice => ({
  fileType,
  profile: placement.request.profile,
  plan: planOf(placement)
})

type Asked = (fileType: FileType) => PlanRequest

/** The first that lies wholly on the GPUs. */
function onGpus(types: readonly FileType[], asked: Asked): QuantChoice | null {
  for (const fileType of types) {
    const placement = wholePlacement(asked(fileType))
    if (placement) return choiceOf(fileType, placement)
  }
  return null
}

/** The first that runs with a part on the GPUs, else the first that runs on the CPU; none fits wholly. */
function running(types: readonly FileType[], asked: Asked): QuantChoice | null {
  let onCpu: (() => QuantChoice) | null = null
  for (const fileType of types) {
    const placement = placementFor(asked(fileType), 'to-choose')
    if (placement.level === 'fits-with-offload') return choiceOf(fileType, placement)
    if (placement.level === 'cpu-only') onCpu ??= () => choiceOf(fileType, placement)
  }
  return onCpu && onCpu()
}

/** Q4_K_M and the smaller four-bit types first, in order; then the larger ones, smallest first. */
function fromUsual(fileType: FileType): number {
  const distance = rank(fileType) - usual
  return distance >= 0 ? distance : fileTypes.length - distance
}
