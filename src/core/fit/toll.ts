import { between, contextBetween, type Stack } from '../placement/stack.ts'
import type { BytesPerSecond } from '../quantity.ts'
import { cpuToll } from '../speed/decode.ts'

/** What leaving a part of the model in RAM costs per token: the measure by which placements that fit are compared. */
export interface Toll {
  /** Seconds for a byte that a token reads from RAM. */
  readonly perByte: number
  /** Seconds to hand a layer over to the CPU and back. */
  readonly perLayer: number
}

/** Two channels of DDR5-5000: only the balance of bytes against layers depends on it, so an unknown RAM is taken so. */
const usualBandwidth = 80e9

export const tollFor = (ramBandwidth: BytesPerSecond | null): Toll => ({
  perByte:
    cpuToll.perByte +
    cpuToll.read / (ramBandwidth !== null && ramBandwidth > 0 ? ramBandwidth : usualBandwidth),
  perLayer: cpuToll.handOver
})

/**
 * Seconds per token that a placement spends on the part in RAM, with the context half full:
 *
 *   (dense weights + chosen experts + cache / 2 of the layers there, head if it is there) x perByte + layers x perLayer
 *
 * Half full, because who asks for a long context means to fill it: a cache in RAM would look free while it is empty.
 */
export function tollOf(stack: Stack, { perByte, perLayer }: Toll, gpuLayers: number, moe: number): number {
  const { blocks, sums, profile } = stack
  const onHost = Math.min(blocks, blocks + 1 - Math.min(gpuLayers, blocks + 1))
  const withExperts = Math.max(onHost, Math.min(moe, blocks))
  const read =
    between(sums.dense, 0, onHost) +
    between(sums.chosen, 0, withExperts) +
    contextBetween(stack, 0, onHost) / 2 +
    (gpuLayers === 0 ? profile.headBytes : 0)
  const layers = onHost + between(sums.routed, onHost, withExperts)
  return read * perByte + layers * perLayer
}
