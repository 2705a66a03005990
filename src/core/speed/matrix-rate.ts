import { hasTensorCores } from './device-class.ts'
import type { Flops } from '../quantity.ts'
import type { SpeedDevice } from './speed-input.ts'

/** The scale on which a device multiplies matrices, operations per second; one fitted share of it per backend. */
export interface MatrixRates {
  /** llama.cpp's own kernels, which multiply packed weights as they are. */
  readonly own: number
  /** Kernels and libraries for 16-bit weights. */
  readonly sixteen: number
}

/** Parts with 64 fp32 lanes per multiprocessor where others have 128: matrix units follow the multiprocessors. */
const halfLanes = ({ architecture, name }: SpeedDevice): boolean =>
  architecture === 'Volta' || architecture === 'Turing' || /\bA(?:100|30)\b/u.test(name)

const both = (rate: number): MatrixRates => ({ own: rate, sixteen: rate })

/** Where only one of the two rates is on the data sheet, the other follows from it by this. */
const sixteenOverSingle = 2

/**
 * What the matrix units of a device can do, from its data sheet; null when no arithmetic rate is known.
 *
 * - NVIDIA with tensor cores: four fp32 rates, brought to 128 lanes per multiprocessor. Packed weights are multiplied in
 *   8 bits at the pace of the multiprocessors, whatever the tensor peak (an H100 reaches 7 % of it); only 16-bit weights
 *   reach a higher data-sheet rate. Without tensor cores: fp32.
 * - AMD on ROCm: the 16-bit rate, of which RDNA2 to RDNA4 reach about the same share; CDNA a third of that share, as its
 *   data sheet counts matrix instructions that these kernels fill badly. Vulkan: the vector units, two 16-bit operations
 *   per fp32 operation, whatever the generation.
 * - Intel: Vulkan does not use its matrix units; a quarter of their 16-bit rate is twice the fp32 rate.
 * - Apple: fp32 to M4. From M5 a matrix unit in each core, of whose data-sheet rate half is reached.
 */
export function matrixRates(device: SpeedDevice): MatrixRates | null {
  const { vendor, backend, fp32, fp16 } = device
  const single = fp32 ?? (fp16 === null ? null : vendor === 'nvidia' ? ((fp16 / 8) as Flops) : fp16)
  if (single === null) return null
  if (vendor === 'nvidia') {
    if (!hasTensorCores(device)) return both(single)
    const own = 4 * single * (halfLanes(device) ? 2 : 1)
    return { own, sixteen: Math.max(own, fp16 ?? 0) }
  }
  if (vendor === 'amd') {
    const sixteen = fp16 ?? single * sixteenOverSingle
    if (backend === 'vulkan') return both(fp32 === null ? sixteen : fp32 * sixteenOverSingle)
    return both(device.architecture?.startsWith('CDNA') ? sixteen / 3 : sixteen)
  }
  if (vendor === 'intel') return both(fp16 === null ? single * sixteenOverSingle : fp16 / 4)
  if (vendor === 'apple') return both(fp16 !== null && fp16 > 2 * single ? fp16 / 2 : single)
  return both(single)
}
