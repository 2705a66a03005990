import type { LatentAttention } from '../../model/architecture.ts'
import { attention } from './attention-core.ts'
import { type GraphBlock, has, normed, projected, tokens, weightOf } from './block.ts'
import { lightningIndexer, ownsIndexer } from './sparse-attention.ts'
import { sparseMask } from './sparse-mask.ts'
import { sizeOf } from './size.ts'
import type { GraphTensor } from './tensor.ts'

const streams = sizeOf('streams')

/**
 * Multi-head latent attention with absorbed queries: one key of rank + rope per token, values read from the same
 * cache. llama.cpp src/models/deepseek2.cpp.
 */
export function latentAttentionPart(block: GraphBlock, x: GraphTensor, latent: LatentAttention): GraphTensor {
  const { graph, inputs, traits, architecture } = block
  const { kvLoraRank: rank, qkRopeHeadDim: rope, qkNopeHeadDim: nope } = latent
  const { heads } = architecture.attention
  const compressed = has(block, 'attn_q_a')
  const narrow = compressed ? normed(block, 'attn_q_a_norm', projected(block, 'attn_q_a', x)) : x
  if (ownsIndexer(block)) inputs.selection = lightningIndexer(block, x, narrow)
  const q = graph.reshape(projected(block, compressed ? 'attn_q_b' : 'attn_q', narrow), [
    nope + rope,
    heads,
    tokens
  ])
  const both = projected(block, 'attn_kv_a_mqa', x)
  const positions = traits.unrotated === true ? null : inputs.positions(1)
  const turned = (each: GraphTensor): GraphTensor => (positions ? graph.rope(each, positions) : each)
  const keyRope = turned(graph.view(both, [rope, 1, tokens]))
  const keys = normed(block, 'attn_kv_a_norm', graph.view(both, [rank, tokens]))
  const queryRope = turned(graph.view(q, [rope, heads, tokens]))
  const absorb = weightOf(block, 'attn_k_b')
  const decompress = weightOf(block, 'attn_v_b')
  if (!absorb || !decompress) throw new Error('latent attention without attn_k_b and attn_v_b')
  const absorbed = graph.mulMat(absorb, graph.permute(graph.view(q, [nope, heads, tokens]), [0, 2, 1, 3]))
  let query = graph.concat(graph.permute(absorbed, [0, 2, 1, 3]), queryRope)
  const values = graph.reshape(keys, [rank, 1, tokens])
  const key = graph.concat(values, keyRope)
  if (traits.temperature === 'all') query = graph.mul(query, inputs.temperature())
  graph.expand(query)
  graph.expand(values)
  graph.expand(key)
  const cache = inputs.cache(false)
  const stored = graph.cache([rank + rope, cache.cells, streams], block.place)
  graph.expand(graph.setRows(stored, graph.view(key, [rank + rope, tokens], true), cache.keyCells))
  const seen = graph.view(stored, [rank + rope, 1, cache.cells, streams])
  const mask = inputs.selection ? sparseMask(block, cache.mask, inputs.selection) : cache.mask
  const out = attention(
    block,
    query,
    seen,
    graph.view(seen, [rank, 1, cache.cells, streams]),
    mask,
    decompress
  )
  if (!has(block, 'attn_gate')) return projected(block, 'attn_output', out)
  const gate = graph.map('unary', projected(block, 'attn_gate', x))
  return projected(block, 'attn_output', graph.mul(out, gate))
}
