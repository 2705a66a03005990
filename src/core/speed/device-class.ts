import type { SpeedDevice } from './speed-input.ts'

/** Devices that the measurements show to behave alike in relation to the model. */
export type DeviceClass =
  | 'nvidia'
  | 'nvidia-hopper'
  | 'nvidia-pascal'
  | 'apple'
  | 'apple-m1'
  | 'amd'
  | 'amd-rdna4-vulkan'
  | 'intel'
  | 'intel-alchemist'
  | 'other'

export function deviceClass({ vendor, architecture, backend }: SpeedDevice): DeviceClass {
  switch (vendor) {
    case 'nvidia':
      if (architecture === 'Hopper') return 'nvidia-hopper'
      return architecture === 'Pascal' ? 'nvidia-pascal' : 'nvidia'
    case 'apple':
      return architecture === 'Apple M1' ? 'apple-m1' : 'apple'
    case 'amd':
      return architecture === 'RDNA4' && backend === 'vulkan' ? 'amd-rdna4-vulkan' : 'amd'
    case 'intel':
      return architecture === 'Alchemist' ? 'intel-alchemist' : 'intel'
    case 'other':
      return 'other'
  }
}

const dualIssue = ['RDNA3', 'RDNA3.5', 'RDNA4']

/**
 * Arithmetic rate that unpacking can use, in fp32 operations per second. Data sheets of RDNA3 and later count two
 * instructions per clock, which these kernels do not reach. Without an fp32 figure an eighth of the 16-bit tensor
 * rate; null when neither is known.
 */
export function unpackRate({ fp32, fp16, architecture }: SpeedDevice): number | null {
  if (fp32 !== null) return architecture !== null && dualIssue.includes(architecture) ? fp32 / 2 : fp32
  return fp16 === null ? null : fp16 / 8
}

/** Turing cards sold as GTX, MX or small T series have no tensor cores. */
const turingWithout = /\b(?:GTX|MX\s?4\d0|T(?:400|500|550|600|1000|1200))\b/u

/** Parts with 64 fp32 lanes per multiprocessor where others have 128: prefill follows the multiprocessors. */
const halfLanes = ({ architecture, name }: SpeedDevice): boolean =>
  architecture === 'Volta' || architecture === 'Turing' || /\bA(?:100|30)\b/u.test(name)

/** fp32 rate brought to 128 lanes per multiprocessor; null when no fp32 rate is known. */
export const prefillRate = (device: SpeedDevice): number | null =>
  device.fp32 === null ? null : device.fp32 * (device.vendor === 'nvidia' && halfLanes(device) ? 2 : 1)

/** Whether llama.cpp's matrix kernels run on tensor cores. */
export const hasTensorCores = ({ vendor, architecture, name }: SpeedDevice): boolean =>
  vendor === 'nvidia' &&
  architecture !== null &&
  !['Pascal', 'Maxwell', 'Kepler'].includes(architecture) &&
  !(architecture === 'Turing' && turingWithout.test(name))
