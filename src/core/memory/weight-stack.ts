import { type Architecture, layerKinds } from '../model/architecture.ts'
import { countParameters, type ParameterCount } from '../model/parameters.ts'
import type { Tensor } from '../model/tensor.ts'
import { blockClass, blockParts } from '../model/tensors/block-tensors.ts'
import { outsideTensors } from '../model/tensors/outside.ts'
import { categoryOf, type TensorCategory } from '../quant/tensor-category.ts'
import { allowsQuantisation } from '../quant/unquantised.ts'

/** A tensor, with what a quantisation asks of it found out once. */
export interface StackTensor {
  readonly tensor: Tensor
  readonly category: TensorCategory
  readonly quantised: boolean
  readonly row: number
  readonly rows: number
  readonly stacked: boolean
}

/** A tensor whose type may differ from block to block, with its running numbers in the blocks of its class. */
export interface NumberedTensor extends StackTensor {
  /** By position of the block among those of the class. */
  readonly numbers: readonly number[]
}

/** Blocks that hold the same tensors. */
export interface WeightClass {
  readonly layers: readonly number[]
  /** Tensors that have one type in all blocks. */
  readonly even: readonly StackTensor[]
  /** Tensors whose type follows the depth. */
  readonly byDepth: readonly NumberedTensor[]
}

/**
 * The tensors of a model by class of block: a stack of a hundred blocks has two or three. Everything that holds for
 * the list of all tensors follows from it, without building that list.
 */
export interface WeightStack {
  readonly outside: readonly (StackTensor & { readonly number: number })[]
  readonly classes: readonly WeightClass[]
  readonly tensorCount: number
  readonly tied: boolean
  readonly valueCount: number
  readonly parameters: ParameterCount
}

/** The categories to which `llama-quantize` gives more bits in some blocks (quant/mix-rules.ts). */
const followsDepth: ReadonlySet<TensorCategory> = new Set<TensorCategory>([
  'attention-v',
  'ffn-down',
  'ffn-gate',
  'ffn-up'
])

const byName = (a: Tensor, b: Tensor): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/** The stack of a catalogue model: the same tensors, in the same order, as `tensorTable`. */
export function weightStack(architecture: Architecture): WeightStack {
  const seen = new Map<TensorCategory, number>()
  const next = ({ category, quantised }: StackTensor): number => {
    const number = seen.get(category) ?? 0
    if (quantised) seen.set(category, number + 1)
    return number
  }
  const outside = [...outsideTensors(architecture)].sort(byName).map((tensor) => {
    const stackTensor = prepared(tensor)
    return { ...stackTensor, number: next(stackTensor) }
  })
  const made = new Map<string, { layers: number[]; all: StackTensor[]; numbers: number[][] }>()
  for (const [layer, kind] of layerKinds(architecture).entries()) {
    const key = blockClass({ architecture, layer, kind })
    const found = made.get(key) ?? { layers: [], ...tensorsOfBlock(architecture, layer) }
    made.set(key, found)
    found.layers.push(layer)
    for (const [at, tensor] of found.all.entries())
      if (followsDepth.has(tensor.category)) found.numbers[at]?.push(next(tensor))
  }
  const classes = [...made.values()].map(({ layers, all, numbers }): WeightClass => ({
    layers,
    even: all.filter((tensor) => !isByDepth(tensor)),
    byDepth: all.flatMap((tensor, at) =>
      isByDepth(tensor) ? [{ ...tensor, numbers: numbers[at] ?? [] }] : []
    )
  }))
  const everywhere = [...made.values()].map(({ layers, all }) => ({ times: layers.length, all }))
  const counted = (holds: (tensor: StackTensor) => boolean): number =>
    outside.filter(holds).length +
    everywhere.reduce((sum, { times, all }) => sum + times * all.filter(holds).length, 0)
  return {
    outside,
    classes,
    tensorCount: counted(() => true),
    tied: counted(({ category }) => category === 'output') === 0,
    valueCount: counted(({ category }) => category === 'attention-v'),
    parameters: parameters(architecture, outside, everywhere)
  }
}

const isByDepth = ({ category, quantised }: StackTensor): boolean => quantised && followsDepth.has(category)

/** The tensors of one block, named as its first block has them: no rule reads the number in the name. */
function tensorsOfBlock(
  architecture: Architecture,
  layer: number
): { readonly all: StackTensor[]; readonly numbers: number[][] } {
  const [kind = 'full'] = layerKinds(architecture).slice(layer)
  const all = blockParts({ architecture, layer, kind }).map(({ name, shape, role }) =>
    prepared({ name: `blk.${layer}.${name}`, shape, layer, role })
  )
  return { all, numbers: all.map(() => []) }
}

function prepared(tensor: Tensor): StackTensor {
  const [row, ...rest] = tensor.shape
  return {
    tensor,
    category: categoryOf(tensor.name),
    quantised: allowsQuantisation(tensor),
    row,
    rows: rest.reduce((n, d) => n * d, 1),
    stacked: (tensor.shape[2] ?? 1) > 1
  }
}

/** The count is a constant of the architecture and a sum over tensors, so blocks alike are counted once. */
function parameters(
  architecture: Architecture,
  outside: readonly StackTensor[],
  classes: readonly { readonly times: number; readonly all: readonly StackTensor[] }[]
): ParameterCount {
  const count = (list: readonly StackTensor[]): ParameterCount =>
    countParameters(
      list.map(({ tensor }) => tensor),
      architecture
    )
  const constant = count([])
  let { total, active } = count(outside)
  for (const { times, all } of classes) {
    const block = count(all)
    total += times * (block.total - constant.total)
    active += times * (block.active - constant.active)
  }
  return { total, active }
}
