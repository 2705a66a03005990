import type { Architecture } from '../../model/architecture.ts'
import type { Tensor } from '../../model/tensor.ts'
import { batchTokens, type CacheCells, type CacheSettings, cacheCells, windowCells } from '../cache-cells.ts'
import { type AllocationPlan, planAllocation } from './allocation.ts'
import { cacheless } from './attention-core.ts'
import type { GraphFlags } from './block.ts'
import { reservedBlocks } from './block-sparse-attention.ts'
import { compressedSizes, hasCompressedCaches } from './compressed-sizes.ts'
import { decoderGraph } from './decoder.ts'
import { isFollowed } from './general-block.ts'
import { measureAllocation } from './measure.ts'
import { type BuiltStack, builtStack, type GraphPlacement, graphPlan } from './placement.ts'
import { schedule } from './schedule.ts'
import type { Given } from './size.ts'
import { type SortedWeights, sortWeights, weightsOf } from './sorted-weights.ts'

/** Copies of every input in a pipeline (`GGML_SCHED_MAX_COPIES`, ggml/CMakeLists.txt). */
export const pipelineCopies = 4

/** Bytes of the compute buffers of a placement. */
export interface ComputeBuffers {
  /** The GPUs in order, then the host. */
  readonly bytes: readonly number[]
  /** Whether the graph follows the engine's own for this architecture, or general rules. */
  readonly exact: boolean
}

/** What is kept of a model: its graphs by shape, and which of them a placement has. */
interface Graphs {
  readonly weights: SortedWeights
  readonly plans: Map<string, AllocationPlan>
  readonly placements: Map<string, { readonly plan: AllocationPlan; readonly times: readonly number[] }>
}

const known = new WeakMap<Architecture, Graphs>()
/** Placements remembered per model; more are forgotten together. */
const remembered = 1000

function graphsOf(architecture: Architecture): Graphs {
  const before = known.get(architecture)
  if (before) return before
  const made = {
    weights: weightsOf(architecture),
    plans: new Map<string, AllocationPlan>(),
    placements: new Map()
  }
  known.set(architecture, made)
  return made
}

/**
 * What llama.cpp reserves for the graph of one micro-batch (`llama_context::sched_reserve`), on every device: the graph
 * is built, cut into what each device computes, and its allocation replayed, exactly as the engine does with its own
 * (`build_graph`, `ggml_backend_sched_split_graph`, `ggml_gallocr_reserve_n_size`). Stacks that differ in length alone
 * share a graph.
 */
export function computeBuffers(
  architecture: Architecture,
  settings: CacheSettings,
  placement: GraphPlacement
): ComputeBuffers {
  const { flashAttention } = settings
  const flags = flagsOf(settings)
  const graphs = graphsOf(architecture)
  const key = `${flashAttention} ${kindOfCache(flags)} ${placementKey(placement)}`
  const found = graphs.placements.get(key) ?? prepared(architecture, graphs, placement, flags)
  if (graphs.placements.size > remembered) graphs.placements.clear()
  graphs.placements.set(key, found)
  const { plan, times } = found
  return { bytes: measureAllocation(plan, givenOf(architecture, settings), times), exact: plan.exact }
}

const flagsOf = ({ flashAttention, cacheType }: CacheSettings): GraphFlags => ({
  flashAttention,
  quantisedCache: cacheType !== 'f32' && cacheType !== 'f16' && cacheType !== 'bf16',
  wideCache: cacheType === 'f32'
})

const kindOfCache = ({ quantisedCache, wideCache }: GraphFlags): string =>
  quantisedCache ? 'quantised' : wideCache ? 'wide' : 'plain'

function placementKey({ gpus, ranges, output, ramExperts, pipeline }: GraphPlacement): string {
  let key = `${gpus} ${output} ${ramExperts} ${pipeline}`
  for (const { from, to } of ranges) key += ` ${from}-${to}`
  return key
}

function prepared(
  architecture: Architecture,
  { weights, plans }: Graphs,
  placement: GraphPlacement,
  flags: GraphFlags
): { readonly plan: AllocationPlan; readonly times: readonly number[] } {
  const built = builtStack(weights, placement)
  const { flashAttention } = flags
  const { gpus, output, pipeline } = placement
  const key = `${flashAttention} ${kindOfCache(flags)} ${gpus} ${output} ${pipeline} ${built.key}`
  const plan = plans.get(key) ?? allocationFor(architecture, weights, placement, flags, built)
  plans.set(key, plan)
  return { plan, times: built.repeats.map(({ times }) => times) }
}

/**
 * How the graph of a model uses memory. Never throws for a model of unknown make: its blocks are then built by general
 * rules, and the plan says that it is not exact.
 */
export function allocationFor(
  architecture: Architecture,
  weights: SortedWeights,
  placement: GraphPlacement,
  flags: GraphFlags,
  { layers, repeats, omitted }: BuiltStack = builtStack(weights, placement)
): AllocationPlan {
  const plan = graphPlan(architecture, weights, placement, layers, flags, omitted)
  const devices = { devices: placement.gpus, copies: placement.pipeline ? pipelineCopies : 1 }
  const allocated = (general: boolean): AllocationPlan =>
    planAllocation(schedule(decoderGraph({ ...plan, general }), devices), devices, repeats)
  try {
    return { ...allocated(false), exact: isFollowed(architecture.gguf) }
  } catch {
    return { ...allocated(true), exact: false }
  }
}

/** The same for a list of tensors, nothing remembered. Bytes of the GPUs in order, then of the host. */
export function computeBytes(
  architecture: Architecture,
  tensors: readonly Tensor[],
  placement: GraphPlacement,
  settings: CacheSettings
): readonly number[] {
  const flags = flagsOf(settings)
  const plan = allocationFor(architecture, sortWeights(architecture, tensors), placement, flags)
  return measureAllocation(plan, givenOf(architecture, settings))
}

export function givenOf(architecture: Architecture, settings: CacheSettings): Given {
  const cells = cellsOf(architecture, settings)
  const { window, chunk } = architecture.attention
  const seen = window ?? chunk
  const per = Math.ceil(cells.ubatch / cells.sequences)
  const compressed = compressedSizes(architecture, cells, per * cells.sequences, settings.cacheType)
  return {
    tokens: per * cells.sequences,
    outputs: cells.ubatch,
    streams: cells.streams,
    sequences: cells.sequences,
    cells: cells.full,
    windowCells: seen === undefined ? cells.full : windowCells(cells, seen, settings.swaFull),
    selected: selectedCells(architecture, compressed.sparseCells || cells.full),
    ...compressed
  }
}

/**
 * DeepSeek V4 keeps a cache for every sequence, even a unified one (llama-kv-cache-dsv4.cpp, constructor). Where tokens see
 * what follows them, a micro-batch may be longer than the context (llama-context.cpp, `n_batch`).
 */
function cellsOf(architecture: Architecture, settings: CacheSettings): CacheCells {
  const cells = cacheCells(settings)
  if (hasCompressedCaches(architecture)) return { ...cells, streams: cells.sequences }
  if (!cacheless(architecture)) return cells
  return { ...cells, ubatch: Math.min(settings.ubatch, batchTokens, cells.full * cells.streams) }
}

/** Cells that sparse attention chooses for every token, or blocks of cells (MiniMax-M3). */
function selectedCells({ gguf, attention }: Architecture, cells: number): number {
  const { indexer } = attention
  if (!indexer) return 0
  const { topK = 0, topKBlocks = topK, compressRatio, budget = topK } = indexer
  // Whole pools of cells, and the one that is not full yet (qwen4exp.cpp, `build_qsa_top_k`).
  if (gguf === 'qwen4exp') return Math.min(cells, budget + (compressRatio ?? 1) - 1)
  return gguf === 'minimax-m3' ? Math.min(reservedBlocks(indexer), topKBlocks) : Math.min(cells, topK)
}
