import { type DeviceClass, deviceClass } from './device-class.ts'
import type { SpeedDevice, SpeedInput } from './speed-input.ts'

/**
 * Measured speed over the speed of the formula, for cases of one class: tenth, fiftieth and ninetieth percentile.
 * The likely value is corrected by the middle one, the band is the outer two.
 */
export interface Residual {
  readonly low: number
  readonly likely: number
  readonly high: number
  /** What it rests on, for a person. */
  readonly basis: string
}

/**
 * From the same measurements as `constants.ts`, single accelerator, chat timings included (713 rows on 69 devices that
 * were looked up again). Classes with few rows keep the band that the whole set gave.
 */
const byClass: Record<DeviceClass, Residual> = {
  nvidia: { low: 0.76, likely: 0.97, high: 1.13, basis: 'fitted on 33 GeForce, RTX and data-centre cards' },
  'nvidia-hopper': { low: 0.7, likely: 0.83, high: 0.9, basis: 'measured on H100 only' },
  'nvidia-pascal': { low: 0.57, likely: 0.77, high: 0.88, basis: 'measured on 6 Pascal cards' },
  apple: { low: 0.81, likely: 0.95, high: 1.14, basis: 'fitted on 15 chips, Apple M2 to M5' },
  'apple-m1': { low: 0.61, likely: 0.8, high: 0.98, basis: 'measured on 4 chips of the Apple M1 family' },
  amd: { low: 0.7, likely: 0.96, high: 1.08, basis: 'fitted on 8 Radeon and Ryzen AI devices' },
  'amd-rdna4-vulkan': { low: 0.69, likely: 0.82, high: 1.1, basis: 'measured on one RDNA4 card with Vulkan' },
  intel: { low: 0.55, likely: 0.78, high: 1, basis: 'few measurements of Intel GPUs' },
  'intel-alchemist': { low: 0.5, likely: 0.62, high: 0.75, basis: 'few measurements of Arc A cards' },
  other: { low: 0.4, likely: 0.75, high: 1.1, basis: 'no measurements of this vendor: the formula alone' }
}

/** 77 rows on 14 hosts, with and without a GPU. Two-socket machines are the low end. */
export const cpuResidual: Residual = {
  low: 0.49,
  likely: 0.87,
  high: 1.2,
  basis: 'RAM speed and processor vary: fitted on 14 machines'
}

/** IQ types and those below four bits, over what else holds: dense 0.67 of the formula where others have 0.96, MoE 0.82. */
const lowBit = { dense: { low: 0.6, likely: 0.7, high: 0.94 }, moe: { low: 0.77, likely: 0.86, high: 0.98 } }

/** Without an arithmetic rate the unpacking is left out: the low end makes room for it. */
const unpackingUnknown = 0.85

export function residualOf(device: SpeedDevice, rateKnown: boolean): Residual {
  const residual = byClass[deviceClass(device)]
  if (rateKnown) return residual
  return {
    ...residual,
    low: residual.low * unpackingUnknown,
    basis: `${residual.basis}; its arithmetic rate is not known`
  }
}

/** What the quantisation changes on accelerators; the CPU rows show no such loss (IQ4_XS, IQ2_KL). */
export const quantResidual = ({
  lowBit: low,
  moe
}: Pick<SpeedInput, 'lowBit' | 'moe'>): Omit<Residual, 'basis'> =>
  low ? lowBit[moe ? 'moe' : 'dense'] : { low: 1, likely: 1, high: 1 }
