import { type Certainty, certaintyOf, measuredWords, placementCertainty } from './band.ts'
import {
  cpuColumns,
  cpuParameters,
  decodeColumns,
  decodeParameters,
  decodeParts,
  handOverParameters,
  withHandedLayers
} from './decode-columns.ts'
import { unpackRate } from './device-class.ts'
import { coefficientsOf } from './parameters.ts'
import type { Rate } from './speed.ts'
import type { SpeedDevice, SpeedInput, SpeedShare } from './speed-input.ts'

/** The time of one token, by device and physical part, with its certainty. Sums are seconds. */
export interface DecodeTime {
  readonly rate: Rate
  /** Seconds of each part over all accelerators, in the order of `decodeParts`. */
  readonly parts: readonly number[]
  /** Reading from RAM, unpacking there, layers and hand-over to the CPU. */
  readonly cpuParts: readonly number[]
  /** What several accelerators in turn add. */
  readonly between: number
  readonly basis: string
}

const coefficients = new Map<string, readonly number[]>()

/** Coefficients of a device: looked up, not computed, once it has been asked for. */
export function decodeCoefficients(device: SpeedDevice): readonly number[] {
  const key = `${device.name}|${device.backend}|${device.architecture ?? ''}|${device.vendor}`
  const before = coefficients.get(key)
  if (before) return before
  const made = coefficientsOf(decodeParameters(device))
  coefficients.set(key, made)
  return made
}

const cpuCoefficients = coefficientsOf(cpuParameters)

/** What a part in RAM costs: times its data-sheet bandwidth, seconds per byte beside, and to hand a layer over and back. */
export const cpuToll = {
  read: cpuCoefficients[0] ?? 1,
  perByte: (cpuCoefficients[1] ?? 0) / 1e9,
  handOver: cpuCoefficients[5] ?? 0
}

/** Several accelerators take their layers in turn: seconds to hand the hidden vector over to each further one. */
export function betweenSeconds(gpus: SpeedInput['gpus']): number {
  return gpus.slice(1).reduce((sum, { device }) => {
    const [seconds = 0] = coefficientsOf([handOverParameters(device)])
    return sum + seconds
  }, 0)
}

const holdsPart = ({ activeBytes, cacheBytes }: SpeedShare): boolean => activeBytes + cacheBytes > 0

/** Without an arithmetic rate unpacking is left out: the low end makes room for it. */
const unpackingUnknown = Math.log(0.85)

/**
 * Speed of writing, one sequence. The devices work one after the other, so their times add up; the ends of the range
 * are all devices at their ends. Columns and coefficients stand in `decode-columns.ts`.
 * Requires that every bandwidth that counts is known.
 */
export function decodeTime(input: SpeedInput): DecodeTime {
  const gpus = input.gpus.filter(holdsPart)
  const moe = input.experts !== null
  const parts: number[] = new Array<number>(decodeParts.length).fill(0)
  const onCpu = holdsPart(input.cpu)
  const placement = placementCertainty(gpus.length, onCpu)
  const basis: string[] = []
  let likely = 0
  let shortest = 0
  let longest = 0
  const add = (seconds: number, own: Certainty, lower: number): void => {
    const { shift, basis: words } = own
    const { low, high } = placement ?? own
    const corrected = seconds * Math.exp(-shift)
    likely += corrected
    shortest += corrected * Math.exp(-high)
    longest += corrected * Math.exp(-low - lower)
    if (!basis.includes(words)) basis.push(words)
  }
  for (const gpu of gpus) {
    const share = onCpu && gpu === gpus[0] ? withHandedLayers(gpu, input.cpu) : gpu
    const columns = decodeColumns(share, gpu.device, input)
    const factors = decodeCoefficients(gpu.device)
    const certainty = certaintyOf('decode', gpu.device, moe)
    const correction = Math.exp(-certainty.shift)
    let sum = 0
    for (let at = 0; at < columns.length; at++) {
      const seconds = (columns[at] ?? 0) * (factors[at] ?? 0)
      sum += seconds
      parts[at] = (parts[at] ?? 0) + seconds * correction
    }
    const rateKnown = unpackRate(gpu.device) !== null
    add(sum, certainty, rateKnown ? 0 : unpackingUnknown)
    if (!rateKnown) basis.push('its arithmetic rate is not known')
  }
  const between = betweenSeconds(gpus)
  if (gpus.length > 1 && placement && !onCpu) basis.push(placement.basis)
  likely += between
  shortest += between
  longest += between
  let cpuParts: number[] = []
  if (onCpu) {
    cpuParts = cpuColumns(input.cpu, input.ramBandwidth ?? 0, gpus.length > 0).map(
      (column, at) => column * (cpuCoefficients[at] ?? 0)
    )
    add(
      cpuParts.reduce((sum, seconds) => sum + seconds, 0),
      { shift: 0, low: 0, high: 0, basis: placement?.basis ?? '' },
      0
    )
    if (input.ramRuns) basis.push(`its bandwidth ${measuredWords(input.ramRuns)}`)
  }
  return {
    rate: { low: 1 / longest, likely: 1 / likely, high: 1 / shortest },
    parts,
    cpuParts,
    between,
    basis: basis.join('; ')
  }
}
