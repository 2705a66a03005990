import type { Architecture } from '../../model/architecture.ts'
import type { Tensor } from '../../model/tensor.ts'
import { type CacheSettings, cacheCells, windowCells } from '../cache-cells.ts'
import { type AllocationPlan, planAllocation } from './allocation.ts'
import { reservedBlocks } from './block-sparse-attention.ts'
import { decoderGraph } from './decoder.ts'
import { measureAllocation } from './measure.ts'
import { builtStack, type GraphPlacement, graphPlan, sortWeights, type SortedWeights } from './placement.ts'
import { schedule } from './schedule.ts'
import type { Given } from './size.ts'

/** Copies of every input in a pipeline (`GGML_SCHED_MAX_COPIES`, ggml/CMakeLists.txt). */
export const pipelineCopies = 4

export function allocationFor(
  architecture: Architecture,
  weights: SortedWeights,
  placement: GraphPlacement,
  flags: { readonly flashAttention: boolean; readonly quantisedCache: boolean }
): AllocationPlan {
  const { layers, repeats } = builtStack(weights, architecture, placement)
  const graph = decoderGraph(graphPlan(architecture, weights, placement, layers, flags))
  const devices = { devices: placement.gpus, copies: placement.pipeline ? pipelineCopies : 1 }
  return planAllocation(schedule(graph, devices), devices, repeats)
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
    selected: selectedCells(architecture, cells.full)
  }
}

/** Cells that sparse attention chooses for every token, or blocks of cells (MiniMax-M3). */
function selectedCells({ gguf, attention }: Architecture, cells: number): number {
  const { indexer } = attention
  if (!indexer) return 0
  const { topK = 0, topKBlocks = topK } = indexer
  return gguf === 'minimax-m3' ? Math.min(reservedBlocks(indexer), topKBlocks) : Math.min(cells, topK)
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
