import type { LatentAttention } from '../architecture.ts'
import type { Block } from './block.ts'
import { matrix, type Part, vector, when } from './part.ts'
import { latentIndexer } from './sparse-indexer.ts'

/**
 * Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434). The converter splits the checkpoint's `kv_b_proj`
 * into `attn_k_b` [qkNope, kvLora, heads], transposed so that it can be absorbed into the query, and `attn_v_b`
 * [kvLora, vHead, heads]; together they are as large as `kv_b_proj`. llama.cpp src/models/deepseek2.cpp.
 */
export function latentAttentionParts(block: Block, latent: LatentAttention): readonly Part[] {
  const { architecture, layer } = block
  const { attention, hiddenSize } = architecture
  const { qLoraRank, kvLoraRank, qkRopeHeadDim, qkNopeHeadDim, vHeadDim } = latent
  const { heads } = attention
  const queries = heads * (qkNopeHeadDim + qkRopeHeadDim)
  return [
    ...(qLoraRank === null
      ? [matrix('attn_q', hiddenSize, queries)]
      : [
          matrix('attn_q_a', hiddenSize, qLoraRank),
          vector('attn_q_a_norm', qLoraRank),
          matrix('attn_q_b', qLoraRank, queries)
        ]),
    matrix('attn_kv_a_mqa', hiddenSize, kvLoraRank + qkRopeHeadDim),
    vector('attn_kv_a_norm', kvLoraRank),
    { name: 'attn_k_b.weight', shape: [qkNopeHeadDim, kvLoraRank, heads] },
    { name: 'attn_v_b.weight', shape: [kvLoraRank, vHeadDim, heads] },
    matrix('attn_output', heads * vHeadDim, hiddenSize),
    ...when(architecture.details?.latentOutputGate, matrix('attn_gate', hiddenSize, heads * vHeadDim)),
    ...when(architecture.details?.latentHeadGate, matrix('attn_gate', hiddenSize, heads)),
    ...latentIndexer(attention.indexer, layer, hiddenSize, qLoraRank ?? hiddenSize)
  ]
}
