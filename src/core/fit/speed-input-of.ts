import type { Machine } from '../machine/machine.ts'
import { cellPadding } from '../memory/cache-cells.ts'
import { contextByLayer } from '../memory/context.ts'
import { recurrentState } from '../memory/recurrent-state.ts'
import type { WeightProfile } from '../memory/weight-profile.ts'
import { type Architecture, layerKinds } from '../model/architecture.ts'
import { demandTotal } from '../placement/demand.ts'
import type { MemoryRoom } from '../placement/room.ts'
import { ggmlTypes, isGgmlType } from '../quant/ggml-type.ts'
import { type Bytes, bytes, roundUp, sumBytes, teraflops } from '../quantity.ts'
import { valueOf } from '../reading.ts'
import type { SpeedDevice, SpeedInput, SpeedShare } from '../speed/speed-input.ts'
import type { Workload } from './assessment.ts'
import type { QuantChoice } from './best-quant.ts'
import type { Plan } from './plan.ts'
import type { PlacedParts, Residents } from './residents.ts'

/** What the speed model reads of a placed model: bytes per token and device, and the devices' figures. */
export function speedInputOf(
  architecture: Architecture,
  { profile, plan }: Pick<QuantChoice, 'profile' | 'plan'>,
  residents: PlacedParts,
  room: MemoryRoom,
  machine: Machine,
  workload: Workload
): SpeedInput {
  const cache = cacheReadByLayer(architecture, plan, workload.depthTokens)
  const share = (holds: Residents, weights: Bytes): SpeedShare => ({
    layers: new Set([...holds.blocks, ...holds.experts]).size,
    activeBytes: activeBytes(profile, holds),
    totalBytes: weights,
    cacheBytes: sumBytes(holds.blocks.map((layer) => cache[layer] ?? bytes(0)))
  })
  const { quantisedShare, lowBit } = unpacking(profile)
  return {
    gpus: plan.gpus.flatMap((demand, at) => {
      const holds = residents.gpus[at]
      const device = deviceOf(machine, room.gpus[at]?.id)
      return holds && device && demandTotal(demand) > 0 ? [{ ...share(holds, demand.weights), device }] : []
    }),
    cpu: share(residents.host, plan.host.weights),
    ramBandwidth: valueOf(machine.ram.bandwidth),
    // A row of an untied embedding table is looked up, not multiplied.
    activeParameters:
      profile.parameters.active -
      (architecture.tiedEmbeddings ? 0 : architecture.vocabSize * architecture.hiddenSize),
    quantisedShare,
    lowBit,
    moe: architecture.experts !== undefined,
    depthTokens: workload.depthTokens,
    promptTokens: workload.promptTokens,
    ubatch: plan.settings.ubatch,
    attentionWidth: architecture.attention.heads * architecture.attention.headDim * fullLayers(architecture)
  }
}

const fullLayers = (architecture: Architecture): number =>
  layerKinds(architecture).filter((kind) => kind === 'full' || kind === 'parallel_mamba2').length

/** Dense parts of the blocks here, the chosen experts of those whose experts are here, the head with the output. */
function activeBytes(profile: WeightProfile, { blocks, experts, output }: Residents): Bytes {
  const dense = blocks.map((layer) => profile.layers[layer]?.denseBytes ?? bytes(0))
  const chosen = experts.map((layer) => {
    const weights = profile.layers[layer]
    return bytes(weights ? weights.activeBytes - weights.denseBytes : 0)
  })
  return bytes(sumBytes(dense) + sumBytes(chosen) + (output ? profile.headBytes : 0))
}

/** Bytes of cache and state that one more token reads in each layer, with `depth` tokens there. */
function cacheReadByLayer(architecture: Architecture, { settings }: Plan, depth: number): readonly Bytes[] {
  const held = Math.max(depth, 1)
  const alone = { ...settings, contextTokens: held, parallel: 1, kvUnified: false, ubatch: 1 }
  // The layout is padded to whole cells; what is read is not.
  const padded = roundUp(held, cellPadding)
  const kinds = layerKinds(architecture)
  return contextByLayer(architecture, alone).map((size, layer) => {
    const state = recurrentState(architecture, kinds[layer] ?? 'full', 1)
    return bytes(state + ((size - state) * depth) / padded)
  })
}

function deviceOf(machine: Machine, id: string | undefined): SpeedDevice | null {
  const accelerator = machine.accelerators.find((each) => each.id === id)
  if (!accelerator) return null
  const { device } = accelerator
  return {
    name: valueOf(accelerator.name) ?? accelerator.id,
    vendor: accelerator.vendor,
    backend: accelerator.backend,
    architecture: device?.architecture ?? null,
    bandwidth: valueOf(accelerator.bandwidth),
    fp32: device?.fp32Tflops === undefined ? null : teraflops(device.fp32Tflops),
    fp16: device?.fp16Tflops === undefined ? null : teraflops(device.fp16Tflops)
  }
}

const sixteenBits: readonly string[] = ['f32', 'f16', 'bf16']

/** How much of the file is packed, and whether most of that is below four bits or in a lookup type. */
function unpacking({ bytesByType }: WeightProfile): {
  readonly quantisedShare: number
  readonly lowBit: boolean
} {
  let [all, packed, low] = [0, 0, 0]
  for (const [type, size] of Object.entries(bytesByType)) {
    if (!isGgmlType(type)) continue
    const { blockElements, blockBytes } = ggmlTypes[type]
    const weights = (size / blockBytes) * blockElements
    all += weights
    if (sixteenBits.includes(type)) continue
    packed += weights
    if (type.startsWith('iq') || (blockBytes * 8) / blockElements < 4) low += weights
  }
  return { quantisedShare: all === 0 ? 0 : packed / all, lowBit: low > all / 2 }
}
