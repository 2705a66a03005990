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

/**
 * Turing without tensor cores reports their instructions and runs them three times as slowly as its vector units would
 * (llama.cpp issue 15233, pull request 15360); the CUDA backend takes them for tensor cores.
 */
export const emulatesTensorCores = (device: SpeedDevice): boolean =>
  device.backend === 'cuda' && device.architecture === 'Turing' && !hasTensorCores(device)

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
