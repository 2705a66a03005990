import { rotated } from './attention-core.ts'
import { type GraphBlock, normed, projected, tokens, weightOf } from './block.ts'
import { hadamardWidth } from './sparse-attention.ts'
import { over, type Size, sizeOf, times } from './size.ts'
import type { GraphTensor } from './tensor.ts'

const streams = sizeOf('streams')

/** A compressed cache of DeepSeek V4: a key for every `ratio` tokens. */
export interface Pool {
  readonly name: string
  /** Prefix of its weights. */
  readonly weights: string
  /** Tokens of one key, and rows of state that are kept of those that have no key yet. */
  readonly ratio: number
  readonly rows: number
  /** A key is made from twice the tokens: its own and those of the one before. */
  readonly overlaps: boolean
  readonly cells: Size
  /** Keys that one micro-batch makes, and rows of state it leaves. */
  readonly blocks: Size
  readonly kept: Size
}

const sparse = {
  ratio: 4,
  rows: 8,
  overlaps: true,
  cells: sizeOf('sparseCells'),
  blocks: sizeOf('sparseBlocks'),
  kept: sizeOf('sparseKept')
}

/** `DSV4_CSA_RATIO`: keys to attend to, and small ones of the indexer that chooses among them. */
export const csaPool: Pool = { ...sparse, name: 'sparse', weights: 'attn_compressor' }
export const indexerPool: Pool = { ...sparse, name: 'indexer', weights: 'indexer_compressor' }

/** `DSV4_HCA_RATIO` */
export const hcaPool: Pool = {
  name: 'dense',
  weights: 'attn_compressor',
  ratio: 128,
  rows: 128,
  overlaps: false,
  cells: sizeOf('denseCells'),
  blocks: sizeOf('denseBlocks'),
  kept: sizeOf('denseKept')
}

/** The compressed cache of a block, by the positions that its compressor knows; null where it has none. */
export function poolOf({ weights }: GraphBlock): Pool | null {
  const ratio = weights.get('attn_compressor_ape.weight')?.[1]
  if (ratio === undefined) return null
  const pool = [csaPool, hcaPool].find((each) => each.ratio === ratio)
  if (!pool) throw new Error(`a compressor of ${ratio} tokens`)
  return pool
}

/** Which keys of a compressed cache are seen; what the fused indexer takes is f16. llama-graph.cpp, `dsv4_build_comp_inputs`. */
export const poolMask = ({ graph, inputs, flags }: GraphBlock, { name, cells }: Pool): GraphTensor =>
  inputs.other(`${name} mask`, () => {
    const width = flags.flashAttention || name === indexerPool.name ? 2 : 4
    return graph.input([cells, over(tokens, streams), 1, streams], width)
  })

/**
 * Makes keys of the tokens of this micro-batch and those that were left over, stores them, and keeps what is left:
 * returns the cache. llama.cpp src/models/deepseek4.cpp, `build_attention_impl`; llama-kv-cache-dsv4.cpp,
 * `dsv4_build_reserve_comp_plan`.
 */
export function compress(block: GraphBlock, x: GraphTensor, pool: Pool): GraphTensor {
  const { graph, place } = block
  const { name, weights: prefix, blocks, kept } = pool
  const fresh = projected(block, `${prefix}_kv`, x)
  const ape = weightOf(block, `${prefix}_ape`)
  if (!ape) throw new Error(`a compressor without ${prefix}_ape`)
  const score = graph.add(
    projected(block, `${prefix}_gate`, x),
    graph.getRows(ape, indices(block, `${name} positions`, tokens))
  )
  const width = fresh.shape[0]
  const rows = times(pool.rows, streams)
  const states = [fresh, score].map((made) => ({ made, kept: graph.cache([width, rows], place, 4) }))
  const sources = states.map((state) => graph.concat(graph.view(state.kept, [width, rows]), state.made, 1))
  let keys = pooled(block, pool, sources as [GraphTensor, GraphTensor])
  const dim = keys.shape[0] as number
  const turn = keyRotation(block, name, dim)
  if (turn) keys = rotated(block, keys, turn)
  const stored = graph.cache([dim, pool.cells, streams], place)
  graph.expand(
    graph.setRows(stored, graph.view(keys, [dim, blocks], true), indices(block, `${name} cells`, blocks, 8))
  )
  const left = states.map((state) => {
    const lasting = graph.getRows(state.made, indices(block, `${name} left`, kept))
    return graph.setRows(
      graph.view(state.kept, [width, rows]),
      lasting,
      indices(block, `${name} places`, kept)
    )
  })
  for (const each of left) graph.expand(each)
  return stored
}

/** A weighted mean over the tokens of every key, normed and rotated: [dim, 1, keys]. `build_*_compressed_kv_from_state` */
function pooled(block: GraphBlock, pool: Pool, [values, scores]: [GraphTensor, GraphTensor]): GraphTensor {
  const { graph } = block
  const { name, weights: prefix, blocks, ratio, overlaps } = pool
  const read = indices(block, `${name} read`, times((overlaps ? 2 : 1) * ratio, blocks))
  const gather = overlaps ? overlapping : apart
  const inRows = (x: GraphTensor): GraphTensor => graph.contiguous(graph.permute(x, [1, 0, 2, 3]))
  const wide = gather(block, pool, values, read)
  const weights = gather(block, pool, scores, read)
  const product = graph.mul(inRows(wide), graph.map('soft_max', inRows(weights)))
  const mean = graph.contiguous(graph.permute(graph.sumRows(product), [1, 0, 2, 3]))
  return graph.rope(normed(block, `${prefix}_norm`, mean), indices(block, `${name} key positions`, blocks))
}

/** The tokens of every key: [dim, ratio, keys]. */
function apart(
  { graph }: GraphBlock,
  { ratio, blocks }: Pool,
  from: GraphTensor,
  read: GraphTensor
): GraphTensor {
  return graph.reshape(graph.getRows(from, read), [from.shape[0], ratio, blocks])
}

/** The same where each token has one half for the key after it and one for its own: [dim, 2 x ratio, keys]. */
function overlapping(
  { graph }: GraphBlock,
  { ratio, blocks }: Pool,
  from: GraphTensor,
  read: GraphTensor
): GraphTensor {
  const width = from.shape[0] as number
  // A row of nothing for what comes before the first token.
  const nothing = graph.reshape(graph.map('scale', graph.view(from, [width], true)), [width, 1])
  const rows = graph.getRows(graph.concat(from, nothing, 1), read)
  const half = (): GraphTensor =>
    graph.reshape(graph.contiguous(graph.view(rows, [width / 2, times(ratio, blocks)])), [
      width / 2,
      ratio,
      blocks
    ])
  const before = half()
  return graph.concat(before, half(), 1)
}

/** Keys are turned before they are quantised, and always where they are as wide as an indexer's. `build_input_k_rot` */
export function keyRotation(
  { inputs, flags, architecture }: GraphBlock,
  cache: string,
  dim: number
): GraphTensor | null {
  const always = architecture.attention.indexer?.headDim === dim
  const turned = always || (flags.quantisedCache && dim % 64 === 0)
  return turned ? inputs.rotation(cache, hadamardWidth(dim)) : null
}

const indices = ({ graph, inputs }: GraphBlock, name: string, count: Size, width = 4): GraphTensor =>
  inputs.other(name, () => graph.input([count], width))
