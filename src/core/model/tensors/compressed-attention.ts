import type { CompressedAttention } from '../architecture.ts'
import type { Block } from './block.ts'
import { matrix, type Part, vector } from './part.ts'

/** Keys of `ratio` tokens pooled into one with learned positions; overlapping windows (ratio 4) double the width. */
const compressor = (
  prefix: string,
  hiddenSize: number,
  headDim: number,
  ratio: number,
  width: number
): Part[] => [
  matrix(`${prefix}_kv`, hiddenSize, width),
  matrix(`${prefix}_gate`, hiddenSize, width),
  matrix(`${prefix}_ape`, width, ratio),
  vector(`${prefix}_norm`, headDim)
]

/**
 * DeepSeek V4: one shared latent of `headDim` is key and value of every head, the output projection works in
 * groups, and csa and hca layers pool older tokens. llama.cpp src/models/deepseek4.cpp.
 */
export function compressedAttentionParts(block: Block, compressed: CompressedAttention): readonly Part[] {
  const { architecture, kind } = block
  const { attention, hiddenSize } = architecture
  const { heads, headDim, indexer } = attention
  const { qLoraRank, oGroups, oLoraRank, csaRatio, hcaRatio } = compressed
  const pooled =
    kind === 'csa'
      ? [
          ...compressor('attn_compressor', hiddenSize, headDim, csaRatio, 2 * headDim),
          ...(indexer
            ? [
                matrix('indexer.proj', hiddenSize, indexer.heads),
                matrix('indexer.attn_q_b', qLoraRank, indexer.heads * indexer.headDim),
                ...compressor(
                  'indexer_compressor',
                  hiddenSize,
                  indexer.headDim,
                  csaRatio,
                  2 * indexer.headDim
                )
              ]
            : [])
        ]
      : kind === 'hca'
        ? compressor('attn_compressor', hiddenSize, headDim, hcaRatio, headDim)
        : []
  return [
    vector('attn_sinks', heads),
    matrix('attn_q_a', hiddenSize, qLoraRank),
    vector('attn_q_a_norm', qLoraRank),
    matrix('attn_q_b', qLoraRank, heads * headDim),
    matrix('attn_kv', hiddenSize, headDim),
    vector('attn_kv_a_norm', headDim),
    { name: 'attn_output_a.weight', shape: [(heads * headDim) / oGroups, oLoraRank, oGroups] },
    matrix('attn_output_b', oGroups * oLoraRank, hiddenSize),
    ...pooled
  ]
}
