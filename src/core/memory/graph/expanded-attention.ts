import { attend, type HeadShape } from './attention-core.ts'
import { type GraphBlock, has, normed, projected, tokens, weightOf } from './block.ts'
import type { GraphTensor } from './tensor.ts'

/**
 * Multi-head latent attention that expands keys and values before they are stored: files with `attn_kv_b` in the place
 * of `attn_k_b` and `attn_v_b`. Every width follows from the weights. llama.cpp src/models/deepseek2.cpp (not
 * `is_mla`), minicpm3.cpp, plm.cpp.
 */
export function expandedAttentionPart(block: GraphBlock, x: GraphTensor, shape: HeadShape): GraphTensor {
  const { graph, inputs, traits } = block
  const { heads } = shape
  const compressed = has(block, 'attn_q_a')
  const narrow = compressed ? normed(block, 'attn_q_a_norm', projected(block, 'attn_q_a', x)) : x
  const flat = projected(block, compressed ? 'attn_q_b' : 'attn_q', narrow)
  const expand = weightOf(block, 'attn_kv_b')
  const out = weightOf(block, 'attn_output')
  if (!expand || !out) throw new Error('latent attention without attn_kv_b and attn_output')
  const both = projected(block, 'attn_kv_a_mqa', x)
  const rank = expand.shape[0] as number
  const rope = (both.shape[0] as number) - rank
  const keyDim = (flat.shape[0] as number) / heads
  const valueDim = (out.shape[0] as number) / heads
  const positions = inputs.positions(1)
  const factors = weightOf(block, 'rope_factors_long') ?? weightOf(block, 'rope_freqs')
  let q = graph.rope(graph.reshape(flat, [keyDim, heads, tokens]), positions, factors)
  if (traits.temperature === 'all') q = graph.mul(q, inputs.temperature())
  const keyRope = graph.rope(graph.view(both, [rope, 1, tokens]), positions, factors)
  const wide = graph.mulMat(expand, normed(block, 'attn_kv_a_norm', graph.view(both, [rank, tokens])))
  const v = graph.contiguous(graph.view(wide, [valueDim, heads, tokens]))
  const k = graph.concat(
    graph.view(wide, [keyDim - rope, heads, tokens]),
    graph.repeat(keyRope, [rope, heads, tokens])
  )
  const result = attend(block, { ...shape, kvHeads: heads, keyDim, valueDim }, { q, k, v }, false)
  return projected(block, 'attn_output', result)
}
