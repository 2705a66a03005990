import type { Architecture } from '../../model/architecture.ts'
import { type GraphBlock, tokens } from './block.ts'
import type { CacheInputs } from './inputs.ts'
import { type Size, over, sameSize, sizeOf, times } from './size.ts'
import { type Selection, sparseMask } from './sparse-mask.ts'
import type { GraphTensor } from './tensor.ts'

const streams = sizeOf('streams')

/** Queries, keys and values of one micro-batch: [headDim, heads, tokens]; keys and values null where reused. */
export interface Projections {
  readonly q: GraphTensor
  readonly k: GraphTensor | null
  readonly v: GraphTensor | null
}

/** Dimensions of one attention layer. */
export interface HeadShape {
  readonly heads: number
  readonly kvHeads: number
  readonly keyDim: number
  readonly valueDim: number
  /** Width of the values of the widest layer: what transposed values are padded to. */
  readonly widestValues: number
  readonly windowed: boolean
}

/**
 * Writes keys and values into the cache and attends to it. llama-graph.cpp, `build_attn` for full and sliding caches
 * and `build_attn_mha`; llama-kv-cache.cpp, `cpy_k`, `cpy_v`, `get_k`, `get_v`. `chosen`: the cells that may be seen at all.
 * Returns [heads x valueDim, tokens].
 */
export function attend(
  block: GraphBlock,
  shape: HeadShape,
  given: Projections,
  sliding: boolean,
  chosen: Selection | null = null
): GraphTensor {
  if (cacheless(block.architecture)) return attendToBatch(block, given)
  const { q, keys, values, mask, restore } = store(block, shape, given, sliding)
  const seen = chosen ? sparseMask(block, mask, chosen) : mask
  return restore(attention(block, q, keys, values, seen, null))
}

/** What attention reads after keys and values were stored. */
interface Stored {
  readonly q: GraphTensor
  readonly keys: GraphTensor
  readonly values: GraphTensor
  readonly mask: GraphTensor
  /** Turns results back where values were turned before they were stored. */
  readonly restore: (result: GraphTensor) => GraphTensor
}

/** The first half of `attend`. */
export function store(block: GraphBlock, shape: HeadShape, given: Projections, sliding: boolean): Stored {
  const { graph, inputs, flags } = block
  const cache = inputs.cache(shape.windowed)
  const rotateKeys = flags.quantisedCache && shape.keyDim % 64 === 0
  const rotateValues = flags.quantisedCache && shape.valueDim % 64 === 0
  const keyRotation = rotateKeys
    ? inputs.rotation(`k ${shape.windowed}`, largestRotation(shape.keyDim))
    : null
  const valueRotation = rotateValues ? inputs.rotation(`v ${shape.windowed}`, 64) : null
  const q = keyRotation ? rotated(block, given.q, keyRotation) : given.q
  const k = keyRotation && given.k ? rotated(block, given.k, keyRotation) : given.k
  const v = valueRotation && given.v ? rotated(block, given.v, valueRotation) : given.v
  const order = sliding ? [q, k, v] : [q, v, k]
  for (const each of order) if (each) graph.expand(each)
  const keys = graph.cache([shape.kvHeads * shape.keyDim, cache.cells, streams], block.cachePlace)
  const values = graph.cache([shape.kvHeads * shape.valueDim, cache.cells, streams], block.cachePlace)
  if (k) {
    const rows = graph.view(k, [shape.kvHeads * shape.keyDim, tokens], true)
    graph.expand(graph.setRows(keys, rows, cache.keyCells))
  }
  if (v) storeValues(block, shape, v, values, cache)
  const cached = graph.view(keys, [shape.keyDim, shape.kvHeads, cache.cells, streams])
  const seen = flags.flashAttention
    ? graph.view(values, [shape.valueDim, shape.kvHeads, cache.cells, streams])
    : graph.view(values, [cache.cells, shape.kvHeads, shape.valueDim, streams])
  const restore = (result: GraphTensor): GraphTensor =>
    valueRotation ? rotated(block, result, valueRotation) : result
  return { q, keys: cached, values: seen, mask: cache.mask, restore }
}

/** Files of models that keep nothing: text is refined as a whole (diffusion). */
export const cacheless = ({ layerCaches }: Pick<Architecture, 'layerCaches'>): boolean =>
  layerCaches?.every(({ stores, state }) => stores.length === 0 && state.length === 0) === true

/** Attention inside the micro-batch. llama-graph.cpp, `build_attn_inp_no_cache` and the `build_attn` that takes it. */
function attendToBatch(block: GraphBlock, { q, k, v }: Projections): GraphTensor {
  const { graph, inputs } = block
  if (!k || !v) throw new Error('attention without a cache has keys and values of its own')
  for (const each of [q, k, v]) graph.expand(each)
  return attention(block, q, k, v, inputs.batchMask(), null)
}

function storeValues(
  { graph, flags }: GraphBlock,
  shape: HeadShape,
  v: GraphTensor,
  values: GraphTensor,
  cache: CacheInputs
): void {
  const width = shape.kvHeads * shape.valueDim
  if (flags.flashAttention) {
    const rows = graph.view(v, [width, tokens], true)
    graph.expand(graph.setRows(values, rows, cache.valueCells))
    return
  }
  const flat = v.contiguous ? graph.reshape(v, [width, tokens]) : graph.contiguous(v, [width, tokens])
  const padded = width < shape.widestValues ? graph.pad(flat, [shape.widestValues, tokens]) : flat
  const column = graph.reshape(padded, [1, times(Math.max(width, shape.widestValues), tokens)])
  const cells = graph.reshape(values, [1, times(times(shape.widestValues, cache.cells), streams)])
  graph.expand(graph.setRows(cells, column, cache.valueCells))
}

/** Scores, softmax and the weighted sum; `decompress` turns latent results into heads (MLA). */
export function attention(
  block: GraphBlock,
  query: GraphTensor,
  key: GraphTensor,
  value: GraphTensor,
  mask: GraphTensor,
  decompress: GraphTensor | null
): GraphTensor {
  const { graph, flags, traits } = block
  const [dim, heads] = query.shape
  const parts = key.shape[3]
  const q = graph.permute(graph.view(query, [dim, heads, over(tokens, parts), parts], true), swap)
  const k = graph.permute(key, swap)
  const v = graph.permute(value, swap)
  // Stored values lie cell by cell in rows; others, and those that latent attention reads from keys, do not.
  const rows = sameSize(value.shape[2], key.shape[2])
  let out: GraphTensor
  if (flags.flashAttention) {
    const sinks = block.weights.get('attn_sinks.weight')
    out = graph.flashAttention(
      q,
      half(block, k),
      half(block, v),
      mask,
      sinks ? graph.weight(sinks as [number], block.place) : null
    )
    if (decompress) {
      const wide = graph.mulMat(decompress, graph.permute(out, swap))
      out = graph.contiguous(graph.permute(wide, swap))
    }
    out = graph.reshape(out, graph.flat(out))
  } else {
    let scores = graph.mulMat(k, q)
    if (traits.softCap === true) scores = capped(block, scores)
    scores = graph.map('soft_max', scores, mask)
    const columns = rows ? graph.contiguous(graph.transpose(v)) : v
    let sum = graph.mulMat(columns, scores)
    if (decompress) sum = graph.mulMat(decompress, sum)
    const back = graph.permute(sum, swap)
    out = graph.contiguous(back, graph.flat(back))
  }
  graph.expand(out)
  return out
}

/** Keys and values that come from no cache are converted first. */
const half = ({ graph }: GraphBlock, x: GraphTensor): GraphTensor => (x.width === 4 ? graph.cast(x, 2) : x)

export function capped({ graph }: Pick<GraphBlock, 'graph'>, x: GraphTensor): GraphTensor {
  return graph.map('scale', graph.map('unary', graph.map('scale', x)))
}

const swap = [0, 2, 1, 3] as const

/** Multiplication by a Hadamard matrix over parts of every head. llama-impl.h, `llama_mul_mat_hadamard`. */
export function rotated({ graph }: GraphBlock, x: GraphTensor, rotation: GraphTensor): GraphTensor {
  const width = rotation.shape[0]
  const rows: [Size, Size] = [width, over(graph.elements(x), width)]
  const flat = x.contiguous ? graph.reshape(x, rows) : graph.contiguous(x, rows)
  return graph.reshape(graph.mulMat(rotation, flat), x.shape)
}

/** The largest power of two from 64 up that divides a head. llama-kv-cache.cpp, `build_input_k_rot`. */
function largestRotation(dim: number): number {
  let width = 64
  while (dim % (2 * width) === 0) width *= 2
  return width
}
