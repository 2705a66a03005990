import type { Architecture } from '../../model/architecture.ts'
import type { Tensor } from '../../model/tensor.ts'
import { type CacheSettings, cacheCells, windowCells } from '../cache-cells.ts'
import { type AllocationPlan, planAllocation } from './allocation.ts'
import type { GraphFlags } from './block.ts'
import { decoderGraph } from './decoder.ts'
import { isFollowed } from './general-block.ts'
import { measureAllocation } from './measure.ts'
import { builtStack, type GraphPlacement, graphPlan, sortWeights, type SortedWeights } from './placement.ts'
import { schedule } from './schedule.ts'
import type { Given } from './size.ts'

/** Copies of every input in a pipeline (`GGML_SCHED_MAX_COPIES`, ggml/CMakeLists.txt). */
export const pipelineCopies = 4

/**
 * How the graph of a model uses memory. Never throws for a model of unknown make: its blocks are then built by general
 * rules, and the plan says that it is not exact.
 */
export function allocationFor(
  architecture: Architecture,
  weights: SortedWeights,
  placement: GraphPlacement,
  flags: GraphFlags
): AllocationPlan {
  const { layers, repeats } = builtStack(weights, architecture, placement)
  const plan = graphPlan(architecture, weights, placement, layers, flags)
  const devices = { devices: placement.gpus, copies: placement.pipeline ? pipelineCopies : 1 }
  const allocated = (general: boolean): AllocationPlan =>
    planAllocation(schedule(decoderGraph({ ...plan, general }), devices), devices, repeats)
  try {
    return { ...allocated(false), exact: isFollowed(architecture.gguf) }
  } catch {
    return { ...allocated(true), exact: false }
  }
}

export function givenOf(architecture: Architecture, settings: CacheSettings): Given {
  const cells = cacheCells(settings)
  const { window, chunk } = architecture.attention
  const seen = window ?? chunk
  const per = Math.ceil(cells.ubatch / cells.sequences)
  return {
    tokens: per * cells.sequences,
    streams: cells.streams,
    sequences: cells.sequences,
    cells: cells.full,
    windowCells: seen === undefined ? cells.full : windowCells(cells, seen, settings.swaFull),
    selected: 0
  }
}

export function computeBytes(
  architecture: Architecture,
  tensors: readonly Tensor[],
  placement: GraphPlacement,
  settings: CacheSettings
): readonly number[] {
  const weights = sortWeights(architecture, tensors)
  const quantisedCache = !['f32', 'f16', 'bf16'].includes(settings.cacheType)
  const plan = allocationFor(architecture, weights, placement, {
    flashAttention: settings.flashAttention,
    quantisedCache
  })
  return measureAllocation(plan, givenOf(architecture, settings))
}
