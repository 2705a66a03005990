import type { ResolvedSettings } from '../engine/settings.ts'
import { gpuCompute, hostCompute } from '../memory/compute-buffer.ts'
import { type ComputeStages, computeStages } from '../memory/compute-stages.ts'
import { computeBuffers } from '../memory/graph/compute-buffers.ts'
import type { Architecture } from '../model/architecture.ts'
import { type Bytes, bytes } from '../quantity.ts'
import type { LayerRanges } from './layer-ranges.ts'
import type { Situation } from './situation.ts'

/*
 * The one seam between placing and the compute buffer. A search tries up to a hundred placements and asks for a first
 * estimate of one device at a time (`estimateOfGpu`, `estimateOfHost`); what it finds is measured in full
 * (`computeOf`), and the search goes on from there where the two differ (`fit/plan-search.ts`).
 */

type Settings = Omit<ResolvedSettings, 'gpuLayers' | 'cpuMoeLayers'>

/** What the compute buffers of one model under given settings follow from, for any placement. */
export interface ComputeModel {
  readonly architecture: Architecture
  readonly settings: Settings
  readonly stages: ComputeStages
}

export const prepareCompute = (architecture: Architecture, settings: Settings): ComputeModel => ({
  architecture,
  settings,
  stages: computeStages(architecture, settings)
})

/** What is on the GPU: blocks `from` up to `to`, with routed experts or without, and the output layer or not. */
export interface GpuHolding {
  /** Position among the GPUs of the placement. */
  readonly gpu: number
  readonly from: number
  readonly to: number
  readonly output: boolean
  readonly experts: boolean
}

export function estimateOfGpu(
  { stages }: ComputeModel,
  { pipeline, expertsElsewhere }: Situation,
  { gpu, from, to, output, experts }: GpuHolding
): Bytes {
  return gpuCompute(stages, {
    blocks: to > from,
    output,
    pipeline,
    first: gpu === 0,
    expertsElsewhere,
    experts
  })
}

export function estimateOfHost({ stages }: ComputeModel, situation: Situation, output: boolean): Bytes {
  return hostCompute(stages, {
    blocks: situation.hostBlocks > 0,
    output,
    experts: situation.expertsElsewhere,
    pipeline: situation.pipeline
  })
}

/** The compute buffers of a whole placement, and whether they are the engine's to the byte. */
export interface PlacedCompute {
  readonly gpus: readonly Bytes[]
  readonly host: Bytes
  readonly exact: boolean
}

export function computeOf(
  { architecture, settings }: ComputeModel,
  { pipeline, ramExperts }: Situation,
  { gpus, output }: LayerRanges
): PlacedCompute {
  const placed = computeBuffers(architecture, settings, {
    gpus: gpus.length,
    ranges: gpus,
    output,
    ramExperts,
    pipeline
  })
  return {
    gpus: placed.bytes.slice(0, -1).map(bytes),
    host: bytes(placed.bytes.at(-1) ?? 0),
    exact: placed.exact
  }
}
