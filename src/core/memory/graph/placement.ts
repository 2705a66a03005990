import { type Architecture, layerKinds } from '../../model/architecture.ts'
import type { Tensor } from '../../model/tensor.ts'
import type { BlockWeights, GraphFlags } from './block.ts'
import type { GraphLayer, GraphPlan } from './decoder.ts'
import { sparseLayers } from './gemma3n.ts'
import { type Repeat, shortened } from './repeats.ts'

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

/** The weights of a model sorted for graph building: those of each block, and those outside the stack. */
export interface SortedWeights {
  readonly blocks: readonly BlockWeights[]
  readonly outside: BlockWeights
  /** Blocks with the same weights of the same kind have the same number. */
  readonly classes: readonly number[]
}

const blockName = /^blk\.\d+\./

/** Some converters leave the suffix out (PLaMo 2). */
const weightName = (name: string): string => (name.includes('.') ? name : `${name}.weight`)

export function sortWeights(architecture: Architecture, tensors: readonly Tensor[]): SortedWeights {
  const kinds = layerKinds(architecture)
  const blocks = kinds.map(() => new Map<string, Tensor['shape']>())
  const outside = new Map<string, Tensor['shape']>()
  for (const { name, shape, layer } of tensors) {
    if (layer === null) outside.set(name, shape)
    else blocks[layer]?.set(weightName(name.replace(blockName, '')), shape)
  }
  const numbers = new Map<string, number>()
  const classes = blocks.map((block, layer) => {
    const shapes = [...block].map(([name, shape]) => `${name} ${shape.join('x')}`)
    const sparse = outside.has('altup_proj.weight') && layer < sparseLayers
    const key = `${kinds[layer]} ${cacheLayer(architecture, blocks, layer) !== layer} ${sparse} ${shapes.join(', ')}`
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return number
  })
  return { blocks, outside, classes }
}

/**
 * The layer whose cache a layer reads: its own, or the last one of its kind before those without any (Gemma 3n and 4;
 * llama-model.cpp, `create_memory`, `reuse`).
 */
function cacheLayer(architecture: Architecture, blocks: readonly BlockWeights[], layer: number): number {
  const { layers, layerCaches, layerPattern = ['full'] } = architecture
  const owns = (at: number): boolean => {
    if (at >= layers - (architecture.attention.sharedKvLayers ?? 0)) return false
    return layerCaches?.[at]?.stores.length !== 0 || !blocks[at]?.has('attn_q.weight')
  }
  const kindOf = (at: number): string | undefined => layerPattern[at % layerPattern.length]
  if (owns(layer)) return layer
  let at = layer - 1
  while (at >= 0 && !(owns(at) && kindOf(at) === kindOf(layer))) at--
  return at < 0 ? layer : at
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
  { blocks, classes }: SortedWeights,
  architecture: Architecture,
  placement: GraphPlacement
): BuiltStack {
  const kinds = layerKinds(architecture)
  const made = blocks.map((weights, layer): GraphLayer => {
    const place = placeOf(placement, layer)
    const expertsPlace = layer < placement.ramExperts ? placement.gpus : place
    const cached = cacheLayer(architecture, blocks, layer)
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
