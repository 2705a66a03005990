import type { ResolvedSettings } from '../engine/settings.ts'
import { gpuCompute, hostCompute } from '../memory/compute-buffer.ts'
import { type ComputeStages, computeStages } from '../memory/compute-stages.ts'
import type { Architecture } from '../model/architecture.ts'
import type { Bytes } from '../quantity.ts'
import type { Situation } from './situation.ts'

/*
 * The one seam between placing and the compute buffer: `prepareCompute` once per model and settings, then
 * `computeOfGpu` and `computeOfHost` for every placement that is tried, up to a hundred per plan. The planner asks
 * only that a device never needs less for holding more of the model; each answer it gives is checked in full.
 */

/** What the compute buffers of one model under given settings follow from, for any placement. */
export type ComputeModel = ComputeStages

export const prepareCompute = (
  architecture: Architecture,
  settings: Omit<ResolvedSettings, 'gpuLayers' | 'cpuMoeLayers'>
): ComputeModel => computeStages(architecture, settings)

/** What is on the GPU: blocks `from` up to `to`, with routed experts or without, and the output layer or not. */
export interface GpuHolding {
  /** Position among the GPUs of the placement. */
  readonly gpu: number
  readonly from: number
  readonly to: number
  readonly output: boolean
  readonly experts: boolean
}

export function computeOfGpu(
  compute: ComputeModel,
  { pipeline, expertsElsewhere }: Situation,
  { gpu, from, to, output, experts }: GpuHolding
): Bytes {
  return gpuCompute(compute, {
    blocks: to > from,
    output,
    pipeline,
    first: gpu === 0,
    expertsElsewhere,
    experts
  })
}

export function computeOfHost(compute: ComputeModel, situation: Situation, output: boolean): Bytes {
  return hostCompute(compute, {
    blocks: situation.hostBlocks > 0,
    output,
    experts: situation.expertsElsewhere,
    pipeline: situation.pipeline
  })
}
