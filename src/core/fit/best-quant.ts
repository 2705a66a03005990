import type { WeightProfile } from '../memory/weight-profile.ts'
import { type FileType, fileTypes } from '../quant/file-type.ts'
import { type Plan, type PlanRequest, plan } from './plan.ts'

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
  const choose = remembered((fileType: FileType): QuantChoice => {
    const profile = profileOf(fileType)
    return { fileType, profile, plan: plan({ ...request, profile }) }
  })
  const large = sorted.filter((fileType) => rank(fileType) <= fourBits)
  const whole = large.find((fileType) => isWhole(choose(fileType).plan))
  if (whole !== undefined) return choose(whole)
  const byUsual = [...large].sort((a, b) => fromUsual(a) - fromUsual(b)).map(choose)
  const partly =
    onBestLevel(byUsual) ?? onBestLevel(sorted.filter((fileType) => rank(fileType) > fourBits).map(choose))
  if (partly) return partly
  const smallest = sorted.at(-1)
  return smallest === undefined ? null : choose(smallest)
}

/** Plans are made when they are asked for, and once: most models fit with the first type. */
function remembered(make: (fileType: FileType) => QuantChoice): (fileType: FileType) => QuantChoice {
  const made = new Map<FileType, QuantChoice>()
  return (fileType) => {
    const choice = made.get(fileType) ?? make(fileType)
    made.set(fileType, choice)
    return choice
  }
}

const isWhole = ({ level }: Plan): boolean => level === 'fits' || level === 'layout-only'

/** Q4_K_M and the smaller four-bit types first, in order; then the larger ones, smallest first. */
function fromUsual(fileType: FileType): number {
  const distance = rank(fileType) - usual
  return distance >= 0 ? distance : fileTypes.length - distance
}

function onBestLevel(choices: readonly QuantChoice[]): QuantChoice | undefined {
  for (const level of ['fits', 'fits-with-offload', 'cpu-only'] as const) {
    const found = choices.find((choice) => choice.plan.level === level)
    if (found) return found
  }
  return undefined
}
