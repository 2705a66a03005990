import type { SpeedDevice } from './speed-input.ts'

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

/** Whether llama.cpp's matrix kernels run on tensor cores. */
export const hasTensorCores = ({ vendor, architecture, name }: SpeedDevice): boolean =>
  vendor === 'nvidia' &&
  architecture !== null &&
  !['Pascal', 'Maxwell', 'Kepler'].includes(architecture) &&
  !(architecture === 'Turing' && turingWithout.test(name))

/** Parts with 64 fp32 lanes per multiprocessor where others have 128: prefill follows the multiprocessors. */
const halfLanes = ({ architecture, name }: SpeedDevice): boolean =>
  architecture === 'Volta' || architecture === 'Turing' || /\bA(?:100|30)\b/u.test(name)

/** fp32 rate brought to 128 lanes per multiprocessor; null when no arithmetic rate is known. */
export function prefillRate(device: SpeedDevice): number | null {
  const rate = device.fp32 ?? (device.fp16 === null ? null : device.fp16 / 8)
  if (rate === null) return null
  if (device.architecture === 'RDNA3' || device.architecture === 'RDNA3.5') return rate / 2
  return hasTensorCores(device) && halfLanes(device) ? rate * 2 : rate
}

/**
 * Devices without the instruction that multiplies four bytes at once (dp4a, `v_dot4`): kernels for quantised weights
 * do it in steps. NVIDIA has it from compute capability 6.1, AMD from Vega 20 and RDNA2.
 */
export function withoutByteDot({ computeCapability, architecture }: SpeedDevice): boolean {
  if (computeCapability !== null) return Number(computeCapability) < 6.1
  return architecture !== null && ['Kepler', 'Maxwell', 'GCN4', 'GCN5', 'RDNA1'].includes(architecture)
}

/**
 * NVIDIA's gaming cards against its workstation and data-centre cards, whose memory is checked (ECC) and whose power
 * is capped lower; null for other vendors.
 */
export const segment = ({ vendor, name }: SpeedDevice): 'gaming' | 'professional' | null =>
  vendor !== 'nvidia'
    ? null
    : /GeForce|TITAN|GTX|MX\d|^RTX \d{4}( |$)/u.test(name)
      ? 'gaming'
      : 'professional'

/** Data-centre parts with stacked memory: so much bandwidth that one token cannot keep it busy. */
export const hasStackedMemory = ({ architecture, name }: SpeedDevice): boolean =>
  /^(?:Hopper|CDNA)/u.test(architecture ?? '') || /\b(?:A100|A30|P100|B[23]00|GB[23]00)\b/u.test(name)
