import { attention, rotated } from './attention-core.ts'
import { type GraphBlock, normed, projected, tokens, weightOf } from './block.ts'
import { compress, csaPool, indexerPool, keyRotation, poolMask, poolOf } from './compressor.ts'
import { bestCells, headWeights } from './sparse-attention.ts'
import { type Selection, sparseMask } from './sparse-mask.ts'
import { over, sizeOf, times } from './size.ts'
import type { GraphTensor } from './tensor.ts'

const streams = sizeOf('streams')
const cells = sizeOf('windowCells')

/** The mask of the uncompressed cache. llama-graph.cpp, `dsv4_build_raw_kq_mask`. */
export const seenFirst = ({ graph, inputs, flags }: GraphBlock): GraphTensor =>
  inputs.other('recent mask', () =>
    graph.input([cells, over(tokens, streams), 1, streams], flags.flashAttention ? 2 : 4)
  )

/**
 * Attention of DeepSeek V4: [hidden, tokens] in and out. One key, which is the value too, of every token in a window;
 * blocks of two kinds see older tokens as well, a key for several of them: all of these, or the best of an indexer.
 * llama.cpp src/models/deepseek4.cpp, `build_attention_impl`.
 */
export function compressedAttentionPart(block: GraphBlock, x: GraphTensor): GraphTensor {
  const { graph, inputs, architecture } = block
  const { heads, headDim: dim } = architecture.attention
  const positions = inputs.positions(1)
  const narrow = normed(block, 'attn_q_a_norm', projected(block, 'attn_q_a', x))
  const queries = graph.reshape(projected(block, 'attn_q_b', narrow), [dim, heads, tokens])
  let q = graph.rope(graph.map('rms_norm', queries), positions)
  const shared = normed(block, 'attn_kv_a_norm', projected(block, 'attn_kv', x))
  let kv = graph.rope(graph.reshape(shared, [dim, 1, tokens]), positions)
  const pool = poolOf(block)
  const older = pool && compress(block, x, pool)
  const indexed = pool === csaPool ? compress(block, x, indexerPool) : null
  const chosen = indexed && bestOf(block, x, narrow, indexed)
  const turn = keyRotation(block, 'recent', dim)
  if (turn) [q, kv] = [rotated(block, q, turn), rotated(block, kv, turn)]
  graph.expand(q)
  graph.expand(kv)
  const stored = graph.cache([dim, cells, streams], block.place)
  const into = inputs.other('recent cells', () => graph.input([tokens], 8))
  graph.expand(graph.setRows(stored, graph.view(kv, [dim, tokens], true), into))
  let keys = graph.view(stored, [dim, 1, cells, streams])
  let mask = seenFirst(block)
  if (pool && older) {
    keys = graph.concat(keys, graph.view(older, [dim, 1, pool.cells, streams]), 2)
    const all = poolMask(block, pool)
    mask = graph.concat(mask, chosen ? sparseMask(block, all, chosen, all.width) : all)
  }
  let out = attention(block, q, keys, keys, mask, null)
  if (turn) out = rotated(block, out, turn)
  return grouped(
    block,
    graph.custom('rope_back', [dim, heads, tokens], graph.reshape(out, [dim, heads, tokens]), positions)
  )
}

/** Turned back, and through an output projection in groups of heads. */
function grouped(block: GraphBlock, out: GraphTensor): GraphTensor {
  const { graph } = block
  const weight = weightOf(block, 'attn_output_a')
  if (!weight) throw new Error('compressed attention without attn_output_a')
  const [width, rank, groups] = weight.shape
  const parts = graph.permute(graph.reshape(out, [width, groups, tokens]), [0, 2, 1, 3])
  const inner = graph.permute(graph.mulMat(weight, parts), [0, 2, 1, 3])
  return projected(block, 'attn_output_b', graph.contiguous(inner, [times(rank, groups), tokens]))
}

/** `build_lid_top_k` */
function bestOf(block: GraphBlock, x: GraphTensor, narrow: GraphTensor, stored: GraphTensor): Selection {
  const { graph, inputs } = block
  const dim = stored.shape[0] as number
  const flat = projected(block, 'indexer.attn_q_b.weight', narrow)
  const heads = (flat.shape[0] as number) / dim
  const q = graph.rope(graph.reshape(flat, [dim, heads, tokens]), inputs.positions(1))
  const turn = keyRotation(block, indexerPool.name, dim)
  const weights = headWeights(graph, graph.map('scale', projected(block, 'indexer.proj.weight', x)))
  return bestCells(
    block,
    turn ? rotated(block, q, turn) : q,
    stored,
    weights,
    indexerPool.cells,
    poolMask(block, indexerPool)
  )
}
