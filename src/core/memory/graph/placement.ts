import type { Architecture } from '../../model/architecture.ts'
import type { BlockWeights, GraphFlags } from './block.ts'
import type { GraphLayer, GraphPlan } from './decoder.ts'
import { type Repeat, shortened } from './repeats.ts'
import type { SortedWeights } from './sorted-weights.ts'

/** Where blocks, their experts and the output layer are computed: GPU numbers from 0, the host is `gpus`. */
export interface GraphPlacement {
  readonly gpus: number
  /** Blocks `from` up to `to` of every GPU, in order; blocks before the first lie on the host. */
  readonly ranges: readonly { readonly from: number; readonly to: number }[]
  readonly output: number | null
  /** The first n blocks have their routed experts in RAM. */
  readonly ramExperts: number
  /** Several GPUs work as a pipeline. */
  readonly pipeline: boolean
}

/** Blocks that are built for a stack, and which of them stand for many. */
export interface BuiltStack {
  readonly layers: readonly GraphLayer[]
  readonly repeats: readonly Repeat[]
  /** Periods that are built once for all, but whose constants lie in the buffer as often as they come. */
  readonly omitted?: readonly Repeat[]
  /** Equal for stacks whose graphs are the same, however long they are. */
  readonly key: string
}

/**
 * The layers whose graph is built: where a run of blocks repeats, its first, second and last period. The allocator goes
 * through the second as often as the stack does (`measure.ts`).
 */
export function builtStack(
  { blocks, kinds, caches, classes }: SortedWeights,
  placement: GraphPlacement
): BuiltStack {
  const made = blocks.map((weights, layer): GraphLayer => {
    const place = placeOf(placement, layer)
    const expertsPlace = layer < placement.ramExperts ? placement.gpus : place
    const cached = caches[layer] ?? layer
    return {
      layer,
      kind: kinds[layer] ?? 'full',
      weights,
      place,
      expertsPlace,
      cachePlace: cached === layer ? place : placeOf(placement, cached),
      reusesCache: cached !== layer
    }
  })
  const alike = made.map(
    ({ layer, place, expertsPlace, cachePlace }) => `${classes[layer]} ${place} ${expertsPlace} ${cachePlace}`
  )
  const { kept, repeats } = shortened(alike)
  const layers = kept.map((layer) => made[layer] as GraphLayer)
  // Sparse attention has constants in every block, which lie in the buffer from the start: they must all be there.
  if (blocks.some(isSparse)) return { layers, repeats: [], omitted: repeats, key: alike.join(',') }
  return {
    layers,
    repeats,
    key: `${kept.map((layer) => alike[layer]).join(',')};${repeats.map(({ from, to }) => `${from}-${to}`).join(',')}`
  }
}

const isSparse = (weights: BlockWeights): boolean =>
  weights.has('indexer.attn_q_b.weight') || weights.has('indexer.q_proj.weight')

const placeOf = ({ ranges, gpus }: GraphPlacement, layer: number): number => {
  const gpu = ranges.findIndex(({ from, to }) => layer >= from && layer < to)
  return gpu < 0 ? gpus : gpu
}

export const graphPlan = (
  architecture: Architecture,
  weights: SortedWeights,
  placement: GraphPlacement,
  layers: readonly GraphLayer[],
  flags: GraphFlags,
  omitted: readonly Repeat[] = []
): GraphPlan => ({
  architecture,
  layers,
  omitted,
  flags,
  outside: weights.outside,
  outputPlace: placement.output ?? placement.gpus,
  host: placement.gpus
})
