import type { ResolvedSettings } from '../engine/settings.ts'
import type { WeightProfile } from '../memory/weight-profile.ts'
import type { Architecture } from '../model/architecture.ts'
import { type Bytes, bytes, noBytes } from '../quantity.ts'
import { computeOf, estimateOfGpu, estimateOfHost } from './compute-of.ts'
import { type BlockRange, type LayerRanges, layerRanges } from './layer-ranges.ts'
import { type Situation, situationOf } from './situation.ts'
import { between, contextBetween, ropeCopy, type Stack, stackOf } from './stack.ts'

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
  /** Whether the compute buffers are the engine's to the byte; false where the model is built by general rules. */
  readonly computeExact: boolean
}

/**
 * Where llama.cpp puts a model, to the byte.
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
  const situation = situationOf(stack, ranges.hostBlocks, cpuMoeLayers, ranges.gpus.length)
  const compute = computeOf(stack.compute, situation, ranges)
  const host = hostShare(stack, situation, ranges.output === null, compute.host)
  const gpus = ranges.gpus.map((range, gpu) =>
    gpuShare(stack, situation, range, ranges.output === gpu, compute.gpus[gpu] ?? noBytes)
  )
  return { gpus, host, ranges, computeExact: compute.exact }
}

/** What the host holds: the first blocks, experts of further ones, the input tables, the output layer if no GPU does. */
const hostShare = (stack: Stack, situation: Situation, output: boolean, compute: Bytes): Share => ({
  weights: bytes(hostWeights(stack, situation, output)),
  context: bytes(contextBetween(stack, 0, situation.hostBlocks)),
  compute
})

function hostWeights(stack: Stack, { hostBlocks, ramExperts }: Situation, output: boolean): number {
  const { profile, sums } = stack
  const blocks =
    between(sums.dense, 0, hostBlocks) + between(sums.experts, 0, Math.max(hostBlocks, ramExperts))
  // With the output layer on the host a tied head is the input embedding itself, not a second copy.
  const head = output ? (profile.outputOnHostBytes ?? profile.outputBytes) : 0
  return blocks + profile.inputBytes + head + ropeCopy(stack, 0, hostBlocks)
}

/** The sum of `hostShare` without its compute buffer, and with an estimate of it: a planner asks for hundreds. */
export const hostKept = (stack: Stack, situation: Situation, output: boolean): number =>
  hostWeights(stack, situation, output) + contextBetween(stack, 0, situation.hostBlocks)

export const hostTotal = (stack: Stack, situation: Situation, output: boolean): number =>
  hostKept(stack, situation, output) + estimateOfHost(stack.compute, situation, output)

/** What one GPU holds: a run of blocks, and the output layer where it is the last. */
function gpuShare(
  stack: Stack,
  situation: Situation,
  { from, to }: BlockRange,
  output: boolean,
  compute: Bytes
): Share {
  const experts = expertsHere(stack, situation, from, to)
  return {
    weights: bytes(gpuWeights(stack, from, to, output) + experts),
    context: bytes(contextBetween(stack, from, to)),
    compute
  }
}

/** The sum of `gpuShare` without its compute buffer. */
export const gpuKept = (
  stack: Stack,
  situation: Situation,
  from: number,
  to: number,
  output: boolean
): number =>
  gpuWeights(stack, from, to, output) +
  expertsHere(stack, situation, from, to) +
  contextBetween(stack, from, to)

/** The same with an estimate of it. */
export function gpuTotal(
  stack: Stack,
  situation: Situation,
  gpu: number,
  from: number,
  to: number,
  output: boolean
): number {
  const experts = expertsHere(stack, situation, from, to)
  return (
    gpuWeights(stack, from, to, output) +
    experts +
    contextBetween(stack, from, to) +
    estimateOfGpu(stack.compute, situation, { gpu, from, to, output, experts: experts > 0 })
  )
}

/** Estimates of the compute buffers of a placement, all devices together, in bytes. */
export function computeEstimates(
  stack: Stack,
  { hostBlocks, gpus, output }: LayerRanges,
  cpuMoeLayers: number
): number {
  const situation = situationOf(stack, hostBlocks, cpuMoeLayers, gpus.length)
  return gpus.reduce(
    (sum, { from, to }, gpu) => {
      const experts = expertsHere(stack, situation, from, to) > 0
      const holding = { gpu, from, to, output: output === gpu, experts }
      return from === to && output !== gpu ? sum : sum + estimateOfGpu(stack.compute, situation, holding)
    },
    Number(estimateOfHost(stack.compute, situation, output === null))
  )
}

const expertsHere = ({ sums }: Stack, { ramExperts }: Situation, from: number, to: number): number =>
  between(sums.experts, Math.max(from, ramExperts), Math.max(to, ramExperts))

const gpuWeights = (stack: Stack, from: number, to: number, output: boolean): number =>
  between(stack.sums.dense, from, to) + (output ? stack.profile.outputBytes : 0) + ropeCopy(stack, from, to)
