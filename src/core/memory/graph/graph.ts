import { type Size, over, plus, product, times } from './size.ts'
import { GraphTensor, nowhere, type Shape, type TensorKind } from './tensor.ts'

type Dimensions = readonly [Size, Size?, Size?, Size?]

/** A full shape is shared: nothing ever changes one. */
const full = (of: Dimensions): Shape =>
  of.length === 4 && of[3] !== undefined ? (of as Shape) : [of[0], of[1] ?? 1, of[2] ?? 1, of[3] ?? 1]

/**
 * A compute graph under construction: ggml's operations with nothing but their shapes, and ggml's order, in which a
 * tensor's operands come before it (ggml.c, `ggml_build_forward_expand`). Shapes follow the functions of ggml.h that
 * the methods are named after.
 */
export class Graph {
  /** Inputs, weights and cache, in the order in which they were met. */
  readonly leaves: GraphTensor[] = []
  readonly nodes: GraphTensor[] = []
  /** Constants that the graph fills in itself. */
  readonly constants: GraphTensor[] = []
  /** Number of the block that is being built. */
  block = -1
  private readonly cacheWidth: Size

  /** `cacheWidth`: bytes of one element of a key-value cache. */
  constructor(cacheWidth: Size = 2) {
    this.cacheWidth = cacheWidth
  }

  /** Puts a tensor, and what it needs, into the order of computation. */
  expand(tensor: GraphTensor): void {
    if (tensor.visited) return
    tensor.visited = true
    for (const source of tensor.sources) this.expand(source)
    if (tensor.op === 'none') this.leaves.push(tensor)
    else this.nodes.push(tensor)
  }

  private tensor(
    op: string,
    dimensions: Dimensions,
    sources: GraphTensor[],
    width: Size = 4,
    viewOf: GraphTensor | null = null,
    contiguous = true
  ): GraphTensor {
    const shape = full(dimensions)
    return new GraphTensor(op, shape, sources, width, viewOf, contiguous, 'computed', nowhere, this.block)
  }

  private leaf(kind: TensorKind, dimensions: Dimensions, width: Size, place = nowhere): GraphTensor {
    return new GraphTensor('none', full(dimensions), [], width, null, true, kind, place, this.block)
  }

  /** A tensor that the engine fills in before it computes; `width` in bytes per element. */
  input(dimensions: Dimensions, width: Size = 4): GraphTensor {
    return this.leaf('input', dimensions, width)
  }

  weight(dimensions: Dimensions, place: number): GraphTensor {
    return this.leaf('weight', dimensions, 4, place)
  }

  cache(dimensions: Dimensions, place: number, width: Size = this.cacheWidth): GraphTensor {
    return this.leaf('cache', dimensions, width, place)
  }

  /** A constant that is filled in by the graph itself. */
  constant(dimensions: Dimensions, width: Size = 4): GraphTensor {
    const constant = this.leaf('computed', dimensions, width)
    this.constants.push(constant)
    return constant
  }

  view(of: GraphTensor, dimensions: Dimensions, contiguous = false): GraphTensor {
    return this.tensor('view', dimensions, [of], of.width, root(of), contiguous)
  }

  reshape(of: GraphTensor, dimensions: Dimensions): GraphTensor {
    return this.tensor('reshape', dimensions, [of], of.width, root(of), of.contiguous)
  }

  /** Axis i of the operand becomes axis `axes[i]`. */
  permute(of: GraphTensor, axes: readonly [number, number, number, number]): GraphTensor {
    const shape: Size[] = [1, 1, 1, 1]
    axes.forEach((to, from) => (shape[to] = of.shape[from] as Size))
    return this.tensor('permute', shape as unknown as Dimensions, [of], of.width, root(of), false)
  }

  transpose(of: GraphTensor): GraphTensor {
    return this.permute(of, [1, 0, 2, 3])
  }

  mulMat(a: GraphTensor, b: GraphTensor): GraphTensor {
    return this.tensor('mul_mat', [a.shape[1], b.shape[1], b.shape[2], b.shape[3]], [a, b])
  }

  mulMatId(experts: GraphTensor, b: GraphTensor, ids: GraphTensor): GraphTensor {
    return this.tensor('mul_mat_id', [experts.shape[1], ids.shape[0], b.shape[2]], [experts, b, ids])
  }

  /** `add`, `sub`, `mul`, `div`: the shape of the first. */
  binary(op: 'add' | 'sub' | 'mul' | 'div', a: GraphTensor, b: GraphTensor): GraphTensor {
    return this.tensor(op, a.shape, [a, b], a.width)
  }

  add(a: GraphTensor, b: GraphTensor): GraphTensor {
    return this.binary('add', a, b)
  }

  mul(a: GraphTensor, b: GraphTensor): GraphTensor {
    return this.binary('mul', a, b)
  }

  addId(a: GraphTensor, b: GraphTensor, ids: GraphTensor): GraphTensor {
    return this.tensor('add_id', a.shape, [a, b, ids])
  }

  /** An operation that keeps the shape: `unary`, `scale`, `rms_norm`, `norm`, `sqr`, `soft_max`, `l2_norm` ... */
  map(op: string, a: GraphTensor, ...more: GraphTensor[]): GraphTensor {
    return this.tensor(op, a.shape, [a, ...more], a.width)
  }

  /** An operation on memory that exists; the result shows it. */
  overwrite(op: string, a: GraphTensor, ...more: GraphTensor[]): GraphTensor {
    return this.tensor(op, a.shape, [a, ...more], a.width, root(a), a.contiguous)
  }

  rope(a: GraphTensor, positions: GraphTensor, factors?: GraphTensor | null): GraphTensor {
    return this.map('rope', a, positions, ...(factors ? [factors] : []))
  }

  /** Activation of one half by the other. */
  glu(gate: GraphTensor, up: GraphTensor): GraphTensor {
    return this.tensor('glu', gate.shape, [gate, up])
  }

  /** The same on the two halves of one tensor. */
  gluHalves(a: GraphTensor): GraphTensor {
    return this.tensor('glu', [over(a.shape[0], 2), a.shape[1], a.shape[2], a.shape[3]], [a])
  }

  getRows(a: GraphTensor, ids: GraphTensor): GraphTensor {
    return this.tensor('get_rows', [a.shape[0], ids.shape[0], ids.shape[1], ids.shape[2]], [a, ids])
  }

  setRows(a: GraphTensor, rows: GraphTensor, ids: GraphTensor): GraphTensor {
    return this.tensor('set_rows', a.shape, [rows, ids, a], a.width, root(a), a.contiguous)
  }

  /** A contiguous copy, in another shape where one is given. */
  contiguous(a: GraphTensor, dimensions: Dimensions = a.shape): GraphTensor {
    return this.tensor('cont', dimensions, [a], a.width)
  }

  /** Copies into memory that exists; the result shows it. */
  copy(from: GraphTensor, to: GraphTensor): GraphTensor {
    return this.tensor('cpy', to.shape, [from, to], to.width, root(to))
  }

  cast(a: GraphTensor, width: number): GraphTensor {
    return this.tensor('cpy', a.shape, [a], width)
  }

  /** In the type of the first. */
  concat(a: GraphTensor, b: GraphTensor, axis: 0 | 1 | 2 = 0): GraphTensor {
    const shape: Size[] = [...a.shape]
    shape[axis] = plus(a.shape[axis], b.shape[axis])
    return this.tensor('concat', shape as unknown as Dimensions, [a, b], a.width)
  }

  repeat(a: GraphTensor, dimensions: Dimensions): GraphTensor {
    return this.tensor('repeat', dimensions, [a])
  }

  /** The same where the type stays. */
  repeatAs(a: GraphTensor, dimensions: Dimensions): GraphTensor {
    return this.tensor('repeat', dimensions, [a], a.width)
  }

  pad(a: GraphTensor, dimensions: Dimensions): GraphTensor {
    return this.tensor('pad', dimensions, [a])
  }

  sumRows(a: GraphTensor): GraphTensor {
    return this.tensor('sum_rows', [1, a.shape[1], a.shape[2], a.shape[3]], [a])
  }

  /** The indices of the `count` largest of each row: a view of all indices in order. */
  topK(a: GraphTensor, count: Size): GraphTensor {
    const order = this.tensor('argsort', a.shape, [a])
    return this.view(order, [count, a.shape[1], a.shape[2], a.shape[3]])
  }

  flashAttention(
    q: GraphTensor,
    k: GraphTensor,
    v: GraphTensor,
    mask: GraphTensor,
    sinks: GraphTensor | null
  ): GraphTensor {
    return this.tensor(
      'flash_attn',
      [v.shape[0], q.shape[2], q.shape[1], q.shape[3]],
      [q, k, v, mask, ...(sinks ? [sinks] : [])]
    )
  }

  /** An operation given by its result alone. */
  custom(op: string, dimensions: Dimensions, ...sources: GraphTensor[]): GraphTensor {
    return this.tensor(op, dimensions, sources)
  }

  /** `first` and what `next` gives, `count` in all, added one after the other. */
  sumOf(first: GraphTensor, count: number, next: () => GraphTensor): GraphTensor {
    let sum = first
    for (let i = 1; i < count; i++) sum = this.add(sum, next())
    return sum
  }

  elements(a: GraphTensor): Size {
    return product(a.shape)
  }

  /** The same, computed on the device `place`. */
  placed(a: GraphTensor, place = nowhere): GraphTensor {
    a.place = place
    return a
  }

  /** The first two axes as one. */
  flat(a: GraphTensor): Dimensions {
    return [times(a.shape[0], a.shape[1]), times(a.shape[2], a.shape[3])]
  }
}

const root = (of: GraphTensor): GraphTensor => of.viewOf ?? of
