import { type Size, product, sameSize, times } from './size.ts'

/** Not placed yet. */
export const nowhere = -1

/** Shape as ggml has it: four dimensions, the row first. */
export type Shape = readonly [Size, Size, Size, Size]

export type TensorKind = 'computed' | 'input' | 'weight' | 'cache'

/**
 * One tensor of a compute graph, as far as memory depends on it. Where it is computed is filled in by the scheduler, where
 * it lies by the allocator. A class, because thousands are made for a model: all then have the same layout in memory.
 */
export class GraphTensor {
  readonly op: string
  readonly shape: Shape
  /** Elements it takes in memory, where it has gaps and keeps them. */
  readonly extent: Size | null
  /** Bytes of one element: 4 for f32 and i32, 2 for f16, 8 for i64; less where a cache is quantised. */
  readonly width: Size
  readonly sources: GraphTensor[]
  /** The tensor whose memory this one shows; never a view itself. */
  readonly viewOf: GraphTensor | null
  readonly contiguous: boolean
  /** Weights and cache: memory of their own, outside the compute buffer. */
  readonly external: boolean
  /** Weights draw the operation to their device (ggml-backend.cpp, `backend_id_from_cur`); cache does not. */
  readonly weight: boolean
  readonly input: boolean
  /** Number of the built block it belongs to; -1 before the first, and for copies between devices. */
  readonly block: number
  /** Kept until the graph ends. */
  output = false
  place: number
  visited = false

  /* Where it lies while the allocator is replayed (ggml-alloc.c, `hash_node`). */
  allocated = false
  children = 0
  views = 0
  memoryBlock = -1
  buffer = -1

  /** Values one by one and not as an object of facts: a graph has thousands, most of them before any code is compiled. */
  constructor(
    op: string,
    shape: Shape,
    sources: GraphTensor[],
    width: Size,
    viewOf: GraphTensor | null = null,
    contiguous = true,
    kind: TensorKind = 'computed',
    place: number = nowhere,
    block = -1,
    extent: Size | null = null
  ) {
    this.op = op
    this.shape = shape
    this.extent = extent
    this.width = width
    this.sources = sources
    this.viewOf = viewOf
    this.contiguous = contiguous
    this.external = kind === 'weight' || kind === 'cache'
    this.weight = kind === 'weight'
    this.input = kind === 'input'
    this.block = block
    this.place = place
  }

  /** As the allocator finds it. */
  forget(): void {
    this.allocated = false
    this.children = 0
    this.views = 0
    this.memoryBlock = -1
    this.buffer = -1
  }
}

const inPlace: ReadonlySet<string> = new Set([
  'fill',
  'clamp',
  'scale',
  'add',
  'add_id',
  'sub',
  'mul',
  'div',
  'sqr',
  'sqrt',
  'unary',
  'rope',
  'rope_back',
  'rms_norm',
  'soft_max'
])

/** Operations that may write over an operand of the same layout. ggml-alloc.c, `ggml_op_can_inplace`. */
export const canReuse = (tensor: GraphTensor): boolean => inPlace.has(tensor.op)

const viewing: ReadonlySet<string> = new Set(['view', 'reshape', 'permute', 'transpose'])

/** Operations that compute nothing. ggml-backend.cpp, `ggml_is_view_op`. */
export const isViewOp = (tensor: GraphTensor): boolean => viewing.has(tensor.op)

export const bytesOf = ({ extent, shape, width }: GraphTensor): Size => times(extent ?? product(shape), width)

/** Same type, shape and strides. ggml.c, `ggml_are_same_layout`. */
export const sameLayout = (a: GraphTensor, b: GraphTensor): boolean =>
  sameSize(a.width, b.width) &&
  a.contiguous &&
  b.contiguous &&
  sameSize(a.shape[0], b.shape[0]) &&
  sameSize(a.shape[1], b.shape[1]) &&
  sameSize(a.shape[2], b.shape[2]) &&
  sameSize(a.shape[3], b.shape[3])
