import { type Size, product, sameSize, times } from './size.ts'

/** Not placed yet. */
export const nowhere = -1

/** Shape as ggml has it: four dimensions, the row first. */
export type Shape = readonly [Size, Size, Size, Size]

/** Where a tensor lies while the allocator is replayed (ggml-alloc.c, `hash_node`). */
export interface MemoryState {
  allocated: boolean
  children: number
  views: number
  block: number
  buffer: number
}

/**
 * One tensor of a compute graph, as far as memory depends on it. Where it is computed is filled in by the scheduler.
 */
export interface GraphTensor {
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
  /** Kept until the graph ends. */
  output: boolean
  place: number
  visited: boolean
  /** State of the allocator's replay; null before it. */
  memory: MemoryState | null
  /** Number of the built block it belongs to; -1 before the first, and for copies between devices. */
  readonly block: number
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
