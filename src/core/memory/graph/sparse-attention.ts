import { rotated } from './attention-core.ts'
import { type GraphBlock, has, tokens, weightOf } from './block.ts'
import type { Selection } from './sparse-mask.ts'
import type { Graph } from './graph.ts'
import { over, type Size, sizeOf } from './size.ts'
import type { GraphTensor } from './tensor.ts'

const streams = sizeOf('streams')
const selected = sizeOf('selected')
const perStream = over(tokens, streams)

/** Whether the block chooses cells itself; others of the same model go on with the choice of an earlier block. */
export const ownsIndexer = (block: GraphBlock): boolean => has(block, 'indexer.attn_q_b')

/**
 * Lightning indexer: small keys of all tokens, kept in a cache of their own, are scored against small queries, and the
 * best cells chosen. llama.cpp src/models/deepseek32.cpp, glm-dsa.cpp; the fused operation, which CUDA and the CPU have.
 * `narrow`: the compressed queries.
 */
export function lightningIndexer(block: GraphBlock, x: GraphTensor, narrow: GraphTensor): Selection {
  const { graph, inputs, architecture } = block
  const keyWeight = weightOf(block, 'indexer.attn_k.weight')
  const queryWeight = weightOf(block, 'indexer.attn_q_b.weight')
  const share = weightOf(block, 'indexer.proj.weight')
  if (!keyWeight || !queryWeight || !share) throw new Error('an indexer without its weights')
  const dim = keyWeight.shape[1] as number
  const heads = (queryWeight.shape[1] as number) / dim
  const positions = inputs.positions(1)
  // A turn of both changes nothing, and Hunyuan 4 leaves it out.
  const rotation = architecture.gguf === 'hy_v4' ? null : inputs.rotation('indexer', hadamardWidth(dim))
  const turned = (flat: GraphTensor, count: number): GraphTensor => {
    const out = graph.rope(graph.reshape(flat, [dim, count, tokens]), positions)
    if (!rotation) return out
    return hadamardWidth(dim) === dim ? graph.mulMat(rotation, out) : rotated(block, out, rotation)
  }
  const q = turned(graph.mulMat(queryWeight, narrow), heads)
  const k = turned(indexerNorm(block, graph.mulMat(keyWeight, x)), 1)
  const cache = inputs.indexerCache()
  const stored = graph.cache([dim, cache.cells, streams], block.place)
  graph.expand(graph.setRows(stored, graph.view(k, [dim, tokens], true), cache.keyCells))
  const weights = graph.map('scale', headWeights(graph, graph.mulMat(share, x)))
  return bestCells(block, q, stored, weights, cache.cells, cache.mask)
}

/** [heads, tokens] by streams. */
export const headWeights = (graph: Graph, weights: GraphTensor): GraphTensor =>
  graph.view(weights, [weights.shape[0], perStream, 1, streams], true)

/** The best cells of every token: `q` [dim, heads, tokens], `weights` as `headWeights` gives them. */
export function bestCells(
  { graph }: GraphBlock,
  q: GraphTensor,
  stored: GraphTensor,
  weights: GraphTensor,
  cells: Size,
  mask: GraphTensor
): Selection {
  const [dim, heads] = q.shape
  const scores = graph.custom(
    'lightning_indexer',
    [cells, perStream, 1, streams],
    graph.view(q, [dim, heads, perStream, streams], true),
    graph.view(stored, [dim, 1, cells, streams]),
    weights,
    mask
  )
  const best = graph.custom('top_k', [selected, perStream, 1, streams], scores)
  return { cells: graph.contiguous(best) }
}

/** A layer norm, whatever the norms of the blocks are. */
function indexerNorm(block: GraphBlock, x: GraphTensor): GraphTensor {
  const { graph } = block
  const weight = weightOf(block, 'indexer.k_norm.weight')
  if (!weight) return x
  const scaled = graph.mul(graph.map('norm', x), weight)
  const bias = weightOf(block, 'indexer.k_norm.bias')
  return bias ? graph.add(scaled, bias) : scaled
}

/** The largest power of two that divides a head. llama-kv-cache.cpp, `build_input_k_rot`. */
export function hadamardWidth(dim: number): number {
  let width = 64
  while (dim % (2 * width) === 0) width *= 2
  return width
}
