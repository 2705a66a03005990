import type { Architecture } from '../model/architecture.ts'
import { countParameters, type ParameterCount } from '../model/parameters.ts'
import type { Tensor } from '../model/tensor.ts'
import { outsideTensors } from '../model/tensors/outside.ts'
import { type BlockParts, stackParts } from '../model/tensors/stack-parts.ts'
import { categoryOf, type TensorCategory } from '../quant/tensor-category.ts'
import { allowsQuantisation } from '../quant/unquantised.ts'

/** A tensor, with what a quantisation asks of it found out once. */
export interface StackTensor {
  readonly tensor: Tensor
  readonly category: TensorCategory
  readonly quantised: boolean
  /** Its type may differ from block to block of one kind. */
  readonly byDepth: boolean
  readonly row: number
  readonly rows: number
  readonly stacked: boolean
}

/** A tensor with its running number among the quantised ones of its category. */
export interface NumberedTensor extends StackTensor {
  readonly number: number
}

/** Blocks that hold the same tensors in the same types, whatever the file type. */
export interface WeightClass {
  /** The first of them, which stands for all. */
  readonly layer: number
  readonly count: number
  /** The first class that holds the same tensors, itself among them. */
  readonly like: number
  /** All blocks of the classes like it. */
  readonly alike: number
  /** All of the first class of its like; of later ones those by depth alone, because the others have the same types. */
  readonly tensors: readonly NumberedTensor[]
}

/**
 * The tensors of a model by class of block: a stack of a hundred blocks has two or three. Everything that holds for
 * the list of all tensors follows from it, without building that list.
 */
export interface WeightStack {
  readonly outside: readonly NumberedTensor[]
  readonly classes: readonly WeightClass[]
  /** Index into `classes` of every block. */
  readonly ofLayer: readonly number[]
  /** Quantised tensors whose rows are no whole blocks of 64, with a block that has them (-1 outside the stack). */
  readonly oddRows: readonly { readonly tensor: NumberedTensor; readonly layer: number }[]
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
  const made = new Map<BlockParts, { readonly key: number; readonly all: readonly StackTensor[] }>()
  const blocks = stackParts(architecture).map((parts, layer) => {
    const block = made.get(parts) ?? { key: made.size, all: tensorsOfBlock(parts, layer) }
    made.set(parts, block)
    return block
  })
  const outside = numbered([...outsideTensors(architecture)].sort(byName).map(prepared), new Map())
  const everything = [outside, ...blocks.map(({ all }) => all)]
  const valueCount = everything.reduce(
    (sum, tensors) => sum + tensors.filter(({ category }) => category === 'attention-v').length,
    0
  )
  const seen = new Map<TensorCategory, number>(
    outside.filter(({ quantised }) => quantised).map(({ category, number }) => [category, number + 1])
  )
  const classes: Changing<WeightClass>[] = []
  const firsts = new Map<number, number>()
  const known = new Map<string, number>()
  const ofLayer = blocks.map(({ key, all }, layer) => {
    const marks = depthMarks(layer, blocks.length)
    const numbers = new Map(seen)
    for (const { category, byDepth } of all) {
      if (byDepth) seen.set(category, (seen.get(category) ?? 0) + 1)
    }
    let mark = `${key} ${marks}`
    for (const category of followsDepth) {
      const number = numbers.get(category) ?? 0
      const here = (seen.get(category) ?? 0) - number
      for (let i = 0; i < here; i++) {
        mark += ` ${depthMarks(number + i, blocks.length)}`
        if (category === 'attention-v') mark += `,${valueMarks(number + i, valueCount)}`
      }
    }
    const at = known.get(mark) ?? classes.length
    const like = firsts.get(key) ?? at
    firsts.set(key, like)
    const found = classes[at]
    if (found) found.count += 1
    else {
      const told = like === at ? all : all.filter(({ byDepth }) => byDepth)
      classes.push({ layer, count: 1, like, alike: 0, tensors: numbered(told, numbers) })
    }
    const first = classes[like]
    if (first) first.alike += 1
    known.set(mark, at)
    return at
  })
  return {
    outside,
    classes,
    ofLayer,
    oddRows: [{ layer: -1, tensors: outside }, ...classes].flatMap(({ layer, tensors }) =>
      tensors.filter(({ quantised, row }) => quantised && row % 64 !== 0).map((tensor) => ({ tensor, layer }))
    ),
    tensorCount: everything.reduce((sum, tensors) => sum + tensors.length, 0),
    tied: !everything.some((tensors) => tensors.some(({ category }) => category === 'output')),
    valueCount,
    parameters: parameters(architecture, outside, classes)
  }
}

/**
 * Where a block or a running number stands, as far as the mixes tell depths apart: in the first sixteenth, the first
 * eighth, the last eighth, and every third between. Blocks that agree in this have tensors of the same types.
 */
function depthMarks(depth: number, layers: number): string {
  const eighth = Math.floor(layers / 8)
  const early = depth < Math.floor(layers / 16) ? 'a' : depth < eighth ? 'b' : ''
  const late = depth >= Math.floor((7 * layers) / 8) ? 'z' : ''
  return `${early}${late}${(depth - eighth) % 3 === 2 ? 't' : ''}`
}

/** The same for the running number of a value projection, of which the first two and four count by themselves. */
const valueMarks = (number: number, count: number): string =>
  `${number < 2 ? '2' : number < 4 ? '4' : ''}${depthMarks(number, count)}`

type Changing<Of> = { -readonly [Key in keyof Of]: Of[Key] }

/** Each with its running number, counted on from `seen`. */
function numbered(
  tensors: readonly StackTensor[],
  before: ReadonlyMap<TensorCategory, number>
): NumberedTensor[] {
  const seen = new Map(before)
  return tensors.map((tensor) => {
    const number = seen.get(tensor.category) ?? 0
    if (tensor.quantised) seen.set(tensor.category, number + 1)
    return { ...tensor, number }
  })
}

/** The tensors of one block, named as its first block has them: no rule reads the number in the name. */
const tensorsOfBlock = (parts: BlockParts, layer: number): StackTensor[] =>
  parts.map(({ name, shape, role }) => prepared({ name: `blk.${layer}.${name}`, shape, layer, role }))

function prepared(tensor: Tensor): StackTensor {
  const [row, ...rest] = tensor.shape
  const category = categoryOf(tensor.name)
  const quantised = allowsQuantisation(tensor)
  return {
    tensor,
    category,
    quantised,
    byDepth: quantised && followsDepth.has(category),
    row,
    rows: rest.reduce((n, d) => n * d, 1),
    stacked: (tensor.shape[2] ?? 1) > 1
  }
}

/** The count is a constant of the architecture and a sum over tensors, so blocks alike are counted once. */
function parameters(
  architecture: Architecture,
  outside: readonly StackTensor[],
  classes: readonly WeightClass[]
): ParameterCount {
  const count = (list: readonly StackTensor[]): ParameterCount =>
    countParameters(
      list.map(({ tensor }) => tensor),
      architecture
    )
  const constant = count([])
  let { total, active } = count(outside)
  for (const [at, { like, alike, tensors }] of classes.entries()) {
    if (like !== at) continue
    const block = count(tensors)
    total += alike * (block.total - constant.total)
    active += alike * (block.active - constant.active)
  }
  return { total, active }
}
