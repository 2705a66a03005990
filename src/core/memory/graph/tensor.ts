import { type Size, product, sameSize, times } from './size.ts'

/** Not placed yet. */
export const nowhere = -1

/** Shape as ggml has it: four dimensions, the row first. */
export type Shape = readonly [Size, Size, Size, Size]

/** What a tensor is, as far as memory depends on it. */
interface TensorFacts {
  readonly op: string
  readonly shape: Shape
  readonly sources: GraphTensor[]
  readonly width: number
  readonly viewOf?: GraphTensor | null
  readonly contiguous?: boolean
  readonly extent?: Size | null
  readonly kind?: 'computed' | 'input' | 'weight' | 'cache'
  readonly place?: number
  readonly block?: number
}

/**
 * One tensor of a compute graph, as far as memory depends on it. Where it is computed is filled in by the scheduler, where
 * it lies by the allocator. A class, because thousands are made for a model: all then have the same layout in memory.
 */
export class GraphTensor {
  readonly op: string
  readonly shape: Shape
  /** Elements it takes in memory, where it has gaps and keeps them. */
  readonly extent: Size | null
  /** Bytes of one element: 4 for f32 and i32, 2 for f16, 8 for i64. */
  readonly width: number
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

  constructor(facts: TensorFacts) {
    const { kind = 'computed' } = facts
    this.op = facts.op
    this.shape = facts.shape
    this.extent = facts.extent ?? null
    this.width = facts.width
    this.sources = facts.sources
    this.viewOf = facts.viewOf ?? null
    this.contiguous = facts.contiguous ?? true
    this.external = kind === 'weight' || kind === 'cache'
    this.weight = kind === 'weight'
    this.input = kind === 'input'
    this.block = facts.block ?? -1
    this.place = facts.place ?? nowhere
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
  'rms_norm',
  'soft_max'
])

/** Operations that may write over an operand of the same layout. ggml-alloc.c, `ggml_op_can_inplace`. */
export const canReuse = (tensor: GraphTensor): boolean => inPlace.has(tensor.op)

const viewing: ReadonlySet<string> = new Set(['view', 'reshape', 'permute', 'transpose'])

/** Operations that compute nothing. ggml-backend.cpp, `ggml_is_view_op`. */
export const isViewOp = (tensor: GraphTensor): boolean => viewing.has(tensor.op)

export const bytesOf = (tensor: GraphTensor): Size =>
  times(tensor.extent ?? product(tensor.shape), tensor.width)

/** Same type, shape and strides. ggml.c, `ggml_are_same_layout`. */
export const sameLayout = (a: GraphTensor, b: GraphTensor): boolean =>
  a.width === b.width &&
  a.contiguous &&
  b.contiguous &&
  a.shape.every((dimension, i) => sameSize(dimension, b.shape[i] as Size))
