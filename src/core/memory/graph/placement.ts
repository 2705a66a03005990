import { type Architecture, layerKinds } from '../../model/architecture.ts'
import type { Tensor } from '../../model/tensor.ts'
import type { BlockWeights, GraphFlags } from './block.ts'
import type { GraphLayer, GraphPlan } from './decoder.ts'

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

export function sortWeights(architecture: Architecture, tensors: readonly Tensor[]): SortedWeights {
  const kinds = layerKinds(architecture)
  const blocks = kinds.map(() => new Map<string, Tensor['shape']>())
  const outside = new Map<string, Tensor['shape']>()
  for (const { name, shape, layer } of tensors) {
    if (layer === null) outside.set(name, shape)
    else blocks[layer]?.set(name.replace(blockName, ''), shape)
  }
  const numbers = new Map<string, number>()
  const shared = architecture.layers - (architecture.attention.sharedKvLayers ?? 0)
  const classes = blocks.map((block, layer) => {
    const shapes = [...block].map(([name, shape]) => `${name} ${shape.join('x')}`)
    const key = `${kinds[layer]} ${layer >= shared} ${shapes.join(', ')}`
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return number
  })
  return { blocks, outside, classes }
}

/**
 * The layers whose graph is built: of a long stack, only so many that every transition from one kind of block to
 * another, on every device, occurs `times` times. The rest would only repeat what the allocator has done before.
 */
export function representative(
  { blocks, classes }: SortedWeights,
  architecture: Architecture,
  placement: GraphPlacement,
  times: number
): readonly GraphLayer[] {
  const kinds = layerKinds(architecture)
  const count = blocks.length
  const seen = new Map<string, number>()
  const kept: GraphLayer[] = []
  let before = ''
  for (let layer = 0; layer < count; layer++) {
    const place = placeOf(placement, layer)
    const expertsPlace = layer < placement.ramExperts ? placement.gpus : place
    const own = `${classes[layer]} ${place} ${expertsPlace}`
    const key = `${before} > ${own}`
    const often = seen.get(key) ?? 0
    seen.set(key, often + 1)
    before = own
    if (often >= times && layer < count - 1) continue
    kept.push({
      layer,
      kind: kinds[layer] ?? 'full',
      weights: blocks[layer] ?? new Map<string, Tensor['shape']>(),
      place,
      expertsPlace
    })
  }
  return kept
}

const placeOf = ({ ranges, gpus }: GraphPlacement, layer: number): number => {
  const gpu = ranges.findIndex(({ from, to }) => layer >= from && layer < to)
  return gpu < 0 ? gpus : gpu
}

export const graphPlan = (
  architecture: Architecture,
  weights: SortedWeights,
  placement: GraphPlacement,
  layers: readonly GraphLayer[],
  flags: GraphFlags
): GraphPlan => ({
  architecture,
  layers,
  flags,
  outside: weights.outside,
  outputPlace: placement.output ?? placement.gpus,
  host: placement.gpus
})
