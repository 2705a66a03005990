import type { ResolvedSettings } from '../engine/settings.ts'
import { contextByClass } from '../memory/context.ts'
import { layerClasses } from '../memory/layer-classes.ts'
import type { WeightProfile } from '../memory/weight-profile.ts'
import { type Architecture, layerKinds } from '../model/architecture.ts'
import { type ComputeModel, prepareCompute } from './compute-of.ts'

/** Sums over the first n blocks of one profile, so that any run of blocks is one subtraction. Length `blocks + 1`. */
export interface WeightSums {
  /** Everything but the routed experts, bytes held. */
  readonly dense: Float64Array
  /** Routed experts, bytes held. */
  readonly experts: Float64Array
  /** Of `experts`, the bytes that one token reads. */
  readonly chosen: Float64Array
  /** Blocks with routed experts. */
  readonly routed: Float64Array
  /** Blocks that read the rope factors; every device with one of them keeps a copy. */
  readonly ropeUsers: Float64Array
}

/** What a layout does not change: made once per model, quantisation and settings; any placement is arithmetic on it. */
export interface Stack {
  readonly blocks: number
  readonly sums: WeightSums
  /** Bytes of context memory of one layer of each class, and how many of the first n layers are of the class. */
  readonly context: { readonly sizes: readonly number[]; readonly counts: readonly Int32Array[] }
  readonly compute: ComputeModel
  readonly profile: WeightProfile
}

/** The sums over weights do not depend on settings: made once per profile. */
const sumsOf = new WeakMap<WeightProfile, WeightSums>()

function weightSums(architecture: Architecture, profile: WeightProfile): WeightSums {
  const before = sumsOf.get(profile)
  if (before) return before
  const { layers } = profile
  const sums = {
    dense: running(layers.map((layer) => layer.denseBytes)),
    experts: running(layers.map((layer) => layer.expertBytes)),
    chosen: running(layers.map((layer) => layer.activeBytes - layer.denseBytes)),
    routed: running(layers.map((layer) => (layer.expertBytes > 0 ? 1 : 0))),
    ropeUsers: running(ropeUsers(architecture, layers.length))
  }
  sumsOf.set(profile, sums)
  return sums
}

/** Gemma 4 scales the rope of its global blocks alone (llama.cpp src/models/gemma4.cpp); others that of every block. */
function ropeUsers(architecture: Architecture, blocks: number): number[] {
  if (architecture.gguf !== 'gemma4') return Array<number>(blocks).fill(1)
  return layerKinds(architecture).map((kind) => (kind === 'full' ? 1 : 0))
}

function running(parts: readonly number[]): Float64Array {
  const sums = new Float64Array(parts.length + 1)
  let sum = 0
  for (let i = 0; i < parts.length; i++) sums[i + 1] = sum += parts[i] ?? 0
  return sums
}

type StackSettings = Omit<ResolvedSettings, 'gpuLayers' | 'cpuMoeLayers'>

/** What follows from the settings alone. */
interface Prepared extends Pick<Stack, 'context' | 'compute'> {
  readonly key: string
}

/** The last one of each model: its quantisations are tried one after the other under the same settings. */
const lastPrepared = new WeakMap<Architecture, Prepared>()

function preparedFor(architecture: Architecture, settings: StackSettings): Prepared {
  const { contextTokens, ubatch, parallel, kvUnified, cacheType, flashAttention, swaFull } = settings
  const key = `${contextTokens} ${ubatch} ${parallel} ${kvUnified} ${cacheType} ${flashAttention} ${swaFull}`
  const last = lastPrepared.get(architecture)
  if (last?.key === key) return last
  const made = {
    key,
    context: { sizes: contextByClass(architecture, settings), counts: layerClasses(architecture).before },
    compute: prepareCompute(architecture, settings)
  }
  lastPrepared.set(architecture, made)
  return made
}

export function stackOf(architecture: Architecture, profile: WeightProfile, settings: StackSettings): Stack {
  const { context, compute } = preparedFor(architecture, settings)
  return {
    blocks: profile.layers.length,
    sums: weightSums(architecture, profile),
    context,
    compute,
    profile
  }
}

/** Sum over blocks `from` up to, not including, `to`. */
export const between = (sums: Float64Array, from: number, to: number): number =>
  (sums[to] ?? 0) - (sums[from] ?? 0)

/** Context memory of blocks `from` up to, not including, `to`. Blocks beyond the stack (appended ones) keep none. */
export function contextBetween({ context: { sizes, counts } }: Stack, from: number, to: number): number {
  let sum = 0
  for (let at = 0; at < sizes.length; at++) {
    const count = counts[at]
    if (!count) continue
    const last = count.length - 1
    const layers = (count[to < last ? to : last] ?? 0) - (count[from < last ? from : last] ?? 0)
    sum += (sizes[at] ?? 0) * layers
  }
  return sum
}

/** Rope factors are counted with the first block that reads them; a device with later ones alone has a copy. */
export function ropeCopy({ sums: { ropeUsers }, profile }: Stack, from: number, to: number): number {
  if (profile.sharedBytes === undefined) return 0
  const copied = between(ropeUsers, 0, from) > 0 && between(ropeUsers, from, to) > 0
  return copied ? profile.sharedBytes : 0
}
