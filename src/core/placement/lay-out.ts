import type { ResolvedSettings } from '../engine/settings.ts'
import { gpuCompute, hostCompute } from '../memory/compute-buffer.ts'
import { type ComputeStages, computeStages } from '../memory/compute-stages.ts'
import { contextByLayer } from '../memory/context.ts'
import type { WeightProfile } from '../memory/weight-profile.ts'
import { type Architecture, layerKinds } from '../model/architecture.ts'
import { type Bytes, bytes } from '../quantity.ts'
import { type BlockRange, type LayerRanges, layerRanges } from './layer-ranges.ts'

/** What one device holds of llama.cpp's buffers. */
export interface Share {
  readonly weights: Bytes
  readonly context: Bytes
  readonly compute: Bytes
}

export interface Layout {
  readonly gpus: readonly Share[]
  readonly host: Share
  readonly ranges: LayerRanges
}

/** Sums over the first n layers, so that any range of layers is one subtraction. Length `layers + 1`. */
export interface Stack {
  readonly blocks: number
  readonly dense: readonly number[]
  readonly experts: readonly number[]
  readonly context: readonly number[]
  /** Blocks that read the rope factors; every device with one of them keeps a copy. */
  readonly ropeUsers: readonly number[]
  readonly stages: ComputeStages
  readonly profile: WeightProfile
}

interface Sums {
  readonly dense: readonly number[]
  readonly experts: readonly number[]
  readonly ropeUsers: readonly number[]
}

/** The sums over weights do not depend on settings: made once per profile. */
const sumsOf = new WeakMap<WeightProfile, Sums>()

function weightSums(architecture: Architecture, profile: WeightProfile): Sums {
  const before = sumsOf.get(profile)
  if (before) return before
  const sums = {
    dense: running(profile.layers.map((layer) => layer.denseBytes)),
    experts: running(profile.layers.map((layer) => layer.expertBytes)),
    ropeUsers: running(ropeUsers(architecture, profile.layers.length))
  }
  sumsOf.set(profile, sums)
  return sums
}

/** The parts of a layout that do not depend on where layers go: made once, then any placement is arithmetic. */
export function stackOf(
  architecture: Architecture,
  profile: WeightProfile,
  settings: Omit<ResolvedSettings, 'gpuLayers' | 'cpuMoeLayers'>
): Stack {
  return {
    blocks: profile.layers.length,
    ...weightSums(architecture, profile),
    context: running(contextByLayer(architecture, settings)),
    stages: computeStages(architecture, settings),
    profile
  }
}

/** Gemma 4 scales the rope of its global blocks alone (llama.cpp src/models/gemma4.cpp); others that of every block. */
function ropeUsers(architecture: Architecture, blocks: number): number[] {
  if (architecture.gguf !== 'gemma4') return Array<number>(blocks).fill(1)
  return layerKinds(architecture).map((kind) => (kind === 'full' ? 1 : 0))
}

function running(parts: readonly number[]): number[] {
  const sums = [0]
  let sum = 0
  for (const part of parts) sums.push((sum += part))
  return sums
}

/**
 * Where llama.cpp puts a model: weights and context to the byte, compute buffers modelled.
 *
 * The input embedding stays on the host; `gpuLayers` counts from the output layer down; a layer's cache lies with
 * it; the routed experts of the first `cpuMoeLayers` layers lie in RAM. `split` has one share per GPU (free memory,
 * or equal numbers); an empty one is a machine without GPUs. More layers than exist are clamped, as in llama.cpp.
 */
export function layOut(input: {
  readonly architecture: Architecture
  readonly profile: WeightProfile
  readonly settings: ResolvedSettings
  readonly split: readonly number[]
}): Layout {
  const { architecture, profile, settings, split } = input
  const stack = stackOf(architecture, profile, settings)
  return place(stack, layerRanges(stack.blocks, settings.gpuLayers, split), settings.cpuMoeLayers)
}

/** The bytes of a placement whose layer ranges are decided. */
export function place(stack: Stack, ranges: LayerRanges, cpuMoeLayers: number): Layout {
  const { profile } = stack
  const situation = situationOf(stack, ranges.hostBlocks, cpuMoeLayers, ranges.gpus.length)
  const { hostBlocks, ramExperts } = situation
  const weights =
    between(stack.dense, 0, hostBlocks) + between(stack.experts, 0, Math.max(hostBlocks, ramExperts))
  // With the output layer on the host a tied head is the input embedding itself, not a second copy.
  const output = ranges.output === null ? (profile.outputOnHostBytes ?? profile.outputBytes) : 0
  const host = {
    weights: bytes(weights + profile.inputBytes + output + ropeCopy(stack, 0, hostBlocks)),
    context: bytes(between(stack.context, 0, hostBlocks)),
    compute: hostCompute(stack.stages, {
      blocks: hostBlocks > 0,
      output: ranges.output === null,
      experts: situation.expertsElsewhere,
      pipeline: situation.pipeline
    })
  }
  const gpus = ranges.gpus.map((range, gpu) => gpuShare(stack, situation, gpu, range, ranges.output === gpu))
  return { gpus, host, ranges }
}

/** What all GPUs of a placement have in common. */
export interface Situation {
  /** Blocks on the host: the first ones. */
  readonly hostBlocks: number
  /** The first n blocks have their routed experts in RAM. */
  readonly ramExperts: number
  readonly expertsElsewhere: boolean
  readonly pipeline: boolean
}

export function situationOf(
  stack: Stack,
  hostBlocks: number,
  cpuMoeLayers: number,
  gpuCount: number
): Situation {
  const ramExperts = Math.min(cpuMoeLayers, stack.blocks)
  return {
    hostBlocks,
    ramExperts,
    expertsElsewhere: between(stack.experts, hostBlocks, Math.max(hostBlocks, ramExperts)) > 0,
    // llama.cpp src/llama-context.cpp: several devices, everything offloaded, no tensor overrides.
    pipeline: gpuCount > 1 && hostBlocks === 0 && ramExperts === 0
  }
}

/** What one GPU holds: a run of blocks, and the output layer where it is the last. */
export function gpuShare(
  stack: Stack,
  situation: Situation,
  gpu: number,
  { from, to }: BlockRange,
  output: boolean
): Share {
  const { ramExperts, pipeline, expertsElsewhere } = situation
  const experts = between(stack.experts, Math.max(from, ramExperts), Math.max(to, ramExperts))
  const outside = (output ? stack.profile.outputBytes : 0) + ropeCopy(stack, from, to)
  return {
    weights: bytes(between(stack.dense, from, to) + experts + outside),
    context: bytes(between(stack.context, from, to)),
    compute: gpuCompute(stack.stages, {
      blocks: to > from,
      output,
      pipeline,
      first: gpu === 0,
      expertsElsewhere,
      experts: experts > 0
    })
  }
}

/** Rope factors are counted with the first block that reads them; a device with later ones alone has a copy. */
function ropeCopy({ ropeUsers, profile }: Stack, from: number, to: number): number {
  const copied = between(ropeUsers, 0, from) > 0 && between(ropeUsers, from, to) > 0
  return copied ? (profile.sharedBytes ?? 0) : 0
}

const between = (sums: readonly number[], from: number, to: number): number =>
  (sums[to] ?? 0) - (sums[from] ?? 0)
