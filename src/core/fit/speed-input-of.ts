import type { Machine } from '../machine/machine.ts'
import { cellPadding } from '../memory/cache-cells.ts'
import { contextByLayer } from '../memory/context.ts'
import { fileSize } from '../memory/file-size.ts'
import { recurrentState } from '../memory/recurrent-state.ts'
import type { WeightProfile } from '../memory/weight-profile.ts'
import {
  type Architecture,
  hasExperts,
  keepsCache,
  type LayerKind,
  layerKinds
} from '../model/architecture.ts'
import { demandTotal } from '../placement/demand.ts'
import type { MemoryRoom } from '../placement/room.ts'
import { type Bytes, bytes, roundUp, sumBytes, teraflops } from '../quantity.ts'
import { valueOf } from '../reading.ts'
import type { SpeedDevice, SpeedInput, SpeedShare } from '../speed/speed-input.ts'
import type { Workload } from './assessment.ts'
import type { QuantChoice } from './best-quant.ts'
import type { Plan } from './plan.ts'
import { packedShares } from './packed-shares.ts'
import type { PlacedParts, Residents } from './residents.ts'

/** What the speed model reads of a placed model: bytes and elements per token and device, and the devices' figures. */
export function speedInputOf(
  architecture: Architecture,
  { profile, plan }: Pick<QuantChoice, 'profile' | 'plan'>,
  residents: PlacedParts,
  room: MemoryRoom,
  machine: Machine,
  workload: Workload
): SpeedInput {
  const share = shareReader(architecture, profile, plan, workload)
  const { experts } = architecture
  return {
    gpus: plan.gpus.flatMap((demand, at) => {
      const holds = residents.gpus[at]
      const device = deviceOf(machine, room.gpus[at]?.id, plan)
      return holds && device && demandTotal(demand) > 0 ? [{ ...share(holds, demand.weights), device }] : []
    }),
    cpu: share(residents.host, plan.host.weights),
    ramBandwidth: valueOf(machine.ram.bandwidth),
    ...(machine.ram.measured && { ramRuns: machine.ram.measured.decodeRuns }),
    modelLayers: architecture.layers,
    hiddenSize: architecture.hiddenSize,
    latentAttention: architecture.attention.latent !== undefined,
    flashAttention: plan.settings.flashAttention,
    window: architecture.attention.window ?? architecture.attention.chunk ?? 0,
    experts: experts ? { count: experts.count, perToken: experts.perToken } : null,
    depthTokens: workload.depthTokens,
    promptTokens: workload.promptTokens,
    ubatch: plan.settings.ubatch,
    parallel: plan.settings.parallel,
    fileBytes: fileSize(profile, architecture).bytes,
    draftLayers: architecture.mtp?.params ? architecture.mtp.layers : 0
  }
}

/** How much of a model a device with certain blocks, experts and the output layer holds and reads. */
function shareReader(
  architecture: Architecture,
  profile: WeightProfile,
  plan: Plan,
  workload: Workload
): (holds: Residents, weights: Bytes) => SpeedShare {
  const kinds = layerKinds(architecture)
  const cache = cacheReadByLayer(architecture, plan, workload.depthTokens)
  const packed = packedShares(profile)
  // A row of an untied embedding table is looked up, not multiplied.
  const lookedUp = architecture.tiedEmbeddings ? 0 : architecture.vocabSize * architecture.hiddenSize
  const activeElements = profile.parameters.active - lookedUp
  const all = allActive(architecture, profile)
  const chosen = architecture.experts ? architecture.experts.perToken / architecture.experts.count : 0
  return (holds, weights) => {
    const active = activeBytes(profile, holds)
    const expertBytes = chosenExperts(profile, holds)
    const elements = all === 0 ? 0 : activeElements / all
    const head = holds.output ? profile.headBytes : 0
    const expertWeights = expertBytes * elements
    return {
      layers: new Set([...holds.blocks, ...holds.experts]).size,
      moeLayers: holds.experts.length,
      recurrentLayers: holds.blocks.filter((layer) => isRecurrent(kinds[layer])).length,
      activeBytes: active,
      expertBytes,
      totalBytes: weights,
      cacheBytes: sumBytes(holds.blocks.map((layer) => cache[layer] ?? bytes(0))),
      weights: {
        sixteen: packed.sixteen * active * elements,
        simple: packed.simple * active * elements,
        k: packed.k * active * elements,
        low: packed.low * active * elements
      },
      denseWeights: Math.max(0, active - expertBytes - head) * elements,
      expertWeights,
      heldExpertWeights: chosen === 0 ? 0 : expertWeights / chosen,
      ...attentionOf(architecture, holds.blocks, kinds)
    }
  }
}

const activeOfAll = new WeakMap<WeightProfile, Bytes>()

/** Bytes that one token reads of the whole model. */
function allActive(architecture: Architecture, profile: WeightProfile): Bytes {
  const before = activeOfAll.get(profile)
  if (before !== undefined) return before
  const all = activeBytes(profile, everything(architecture))
  activeOfAll.set(profile, all)
  return all
}

const everything = (architecture: Architecture): Pick<Residents, 'blocks' | 'experts' | 'output'> => {
  const blocks = Array.from({ length: architecture.layers }, (_, layer) => layer)
  return { blocks, experts: blocks.filter((layer) => hasExperts(architecture, layer)), output: true }
}

const seesAll = (kind: LayerKind): boolean => kind === 'full' || kind === 'parallel_mamba2'
const seesWindow = (kind: LayerKind): boolean => kind === 'sliding' || kind === 'chunked' || kind === 'swa'
const isRecurrent = (kind: LayerKind | undefined): boolean =>
  kind !== undefined && kind !== 'mlp' && kind !== 'moe' && kind !== 'shortconv' && !keepsCache(kind)

type AttentionWork = Pick<
  SpeedShare,
  'attentionOperations' | 'attentionHeads' | 'windowOperations' | 'windowHeads'
>

/** Attention of the blocks here, per new token and token it looks at; layers of one kind may have heads of their own. */
function attentionOf(
  { attention }: Architecture,
  blocks: readonly number[],
  kinds: readonly LayerKind[]
): AttentionWork {
  let [attentionOperations, attentionHeads, windowOperations, windowHeads] = [0, 0, 0, 0]
  for (const layer of blocks) {
    const kind = kinds[layer]
    if (kind === undefined || !(seesAll(kind) || seesWindow(kind))) continue
    const shape = attention.overrides?.[kind]
    const heads = shape?.heads ?? attention.heads
    const operations = operationsPerPair(attention, heads, shape?.headDim ?? attention.headDim)
    if (seesAll(kind)) {
      attentionOperations += operations
      attentionHeads += heads
    } else {
      windowOperations += operations
      windowHeads += heads
    }
  }
  return { attentionOperations, attentionHeads, windowOperations, windowHeads }
}

/** Two products per head, of two operations each; MLA multiplies in the width of its latent. */
const operationsPerPair = ({ latent }: Architecture['attention'], heads: number, headDim: number): number =>
  latent ? 2 * heads * (2 * latent.kvLoraRank + latent.qkRopeHeadDim) : 4 * heads * headDim

/** Dense parts of the blocks here, the chosen experts of those whose experts are here, the head with the output. */
function activeBytes(profile: WeightProfile, holds: Pick<Residents, 'blocks' | 'experts' | 'output'>): Bytes {
  const dense = holds.blocks.map((layer) => profile.layers[layer]?.denseBytes ?? bytes(0))
  return bytes(sumBytes(dense) + chosenExperts(profile, holds) + (holds.output ? profile.headBytes : 0))
}

const chosenExperts = (profile: WeightProfile, { experts }: Pick<Residents, 'experts'>): Bytes =>
  sumBytes(
    experts.map((layer) => {
      const weights = profile.layers[layer]
      return bytes(weights ? Math.max(0, weights.activeBytes - weights.denseBytes) : 0)
    })
  )

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

function deviceOf(machine: Machine, id: string | undefined, { settings }: Plan): SpeedDevice | null {
  const accelerator = machine.accelerators.find((each) => each.id === id)
  if (!accelerator) return null
  const { device } = accelerator
  return {
    name: valueOf(accelerator.name) ?? accelerator.id,
    vendor: accelerator.vendor,
    backend: settings.backend ?? accelerator.backend,
    architecture: device?.architecture ?? null,
    computeCapability: device?.computeCapability ?? null,
    bandwidth: valueOf(accelerator.bandwidth),
    fp32: device?.fp32Tflops === undefined ? null : teraflops(device.fp32Tflops),
    fp16: device?.fp16Tflops === undefined ? null : teraflops(device.fp16Tflops),
    ...(accelerator.measured && { measured: accelerator.measured })
  }
}
