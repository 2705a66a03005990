import { type Architecture, type LayerKind, layerKinds } from '../../model/architecture.ts'
import type { Tensor } from '../../model/tensor.ts'
import { knownTensors } from '../../model/tensor-table.ts'
import { outsideTensors } from '../../model/tensors/outside.ts'
import { type BlockParts, stackParts } from '../../model/tensors/stack-parts.ts'
import type { BlockWeights } from './block.ts'
import { sparseLayers } from './gemma3n.ts'

/** The weights of a model sorted for graph building: those of each block, and those outside the stack. */
export interface SortedWeights {
  readonly blocks: readonly BlockWeights[]
  readonly outside: BlockWeights
  readonly kinds: readonly LayerKind[]
  /** The layer whose cache each layer reads: mostly its own. */
  readonly caches: readonly number[]
  /** Blocks with the same weights of the same kind have the same number. */
  readonly classes: readonly number[]
}

/** The weights of a model, from its file's tensors where it has any, else from one block of each class. */
export function weightsOf(architecture: Architecture): SortedWeights {
  const tensors = knownTensors(architecture)
  if (tensors) return sortWeights(architecture, tensors)
  const ofParts = new Map<BlockParts, BlockWeights>()
  const blocks = stackParts(architecture).map((parts) => {
    const block =
      ofParts.get(parts) ?? new Map(parts.map(({ name, shape }) => [weightName(name), shape] as const))
    ofParts.set(parts, block)
    return block
  })
  const outside = new Map(outsideTensors(architecture).map(({ name, shape }) => [name, shape] as const))
  return classified(architecture, blocks, outside)
}

const blockName = /^blk\.\d+\./

/** Some converters leave the suffix out (PLaMo 2). */
const weightName = (name: string): string => (name.includes('.') ? name : `${name}.weight`)

/** The same for any list of tensors. */
export function sortWeights(architecture: Architecture, tensors: readonly Tensor[]): SortedWeights {
  const blocks = layerKinds(architecture).map(() => new Map<string, Tensor['shape']>())
  const outside = new Map<string, Tensor['shape']>()
  for (const { name, shape, layer } of tensors) {
    if (layer === null) outside.set(name, shape)
    else blocks[layer]?.set(weightName(name.replace(blockName, '')), shape)
  }
  return classified(architecture, blocks, outside)
}

function classified(
  architecture: Architecture,
  blocks: readonly BlockWeights[],
  outside: BlockWeights
): SortedWeights {
  const kinds = layerKinds(architecture)
  const caches = blocks.map((_, layer) => cacheLayer(architecture, blocks, layer))
  const written = new Map<BlockWeights, string>()
  const numbers = new Map<string, number>()
  const classes = blocks.map((block, layer) => {
    const shapes = written.get(block) ?? shapesOf(block)
    written.set(block, shapes)
    const sparse = outside.has('altup_proj.weight') && layer < sparseLayers
    const key = `${kinds[layer]} ${caches[layer] !== layer} ${sparse} ${shapes}`
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return number
  })
  return { blocks, outside, kinds, caches, classes }
}

const shapesOf = (block: BlockWeights): string =>
  [...block].map(([name, shape]) => `${name} ${shape.join('x')}`).join(', ')

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
