import type { ModelSpec } from '../../../src/core/model/model.ts'
import { headerOf, type SampleValue } from '../../core/model/gguf/sample-headers.ts'

interface Header {
  /** Keys that name the model: `general.name` and the like. */
  readonly general?: Readonly<Record<string, SampleValue>>
  readonly keys?: Readonly<Record<string, SampleValue>>
  /** Behind the tokenizer, where llama-quantize writes. */
  readonly last?: Readonly<Record<string, SampleValue>>
  /** Length of the vocabulary that is written; the row's own unless said. */
  readonly vocabulary?: number
}

/** The header that a converter would write for a dense row of the catalogue, with a vocabulary and no blocks' tensors. */
export function headerOfRow(
  row: ModelSpec | undefined,
  { general, keys, last, vocabulary }: Header = {}
): Uint8Array {
  const shape = row?.architecture
  if (!shape || typeof shape.feedForward !== 'number') throw new Error('no dense row')
  const { attention, gguf, hiddenSize, layers, feedForward, vocabSize } = shape
  const tokens = vocabulary ?? vocabSize
  return headerOf({
    architecture: gguf ?? '',
    general: { 'general.type': 'model', ...general },
    keys: {
      block_count: layers,
      context_length: row.contextLength ?? 4096,
      embedding_length: hiddenSize,
      feed_forward_length: feedForward,
      'attention.head_count': attention.heads,
      'attention.head_count_kv': attention.kvHeads,
      'attention.key_length': attention.headDim,
      'attention.value_length': attention.headDim,
      ...keys
    },
    last: {
      'tokenizer.ggml.model': 'gpt2',
      'tokenizer.ggml.tokens': Array.from({ length: tokens }, (_, at) => `t${at}`),
      ...last
    },
    tensors: [
      ['token_embd.weight', [hiddenSize, tokens], 12],
      ['output_norm.weight', [hiddenSize]],
      ...Array.from({ length: layers }, (_, block) => [
        [`blk.${block}.attn_q.weight`, [hiddenSize, attention.heads * attention.headDim], 12] as const,
        [`blk.${block}.attn_k.weight`, [hiddenSize, attention.kvHeads * attention.headDim], 12] as const,
        [`blk.${block}.ffn_up.weight`, [hiddenSize, feedForward], 12] as const
      ]).flat()
    ]
  })
}
