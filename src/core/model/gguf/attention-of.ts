import type { Attention, LayerOverride } from '../architecture.ts'
import type { Hparams } from './hparams.ts'
import { type Metadata, widths } from './metadata.ts'
import type { GgufTensor } from './tensor-list.ts'

/** The attention facts of a file, for what is computed from the shape of a model rather than from its tensors. */
export function attentionOf(metadata: Metadata, hparams: Hparams, tensors: readonly GgufTensor[]): Attention {
  const { keyLength, valueLength, sliding, heads, kvHeads } = hparams
  const names = new Map(tensors.map((tensor) => [tensor.name.replace(/^blk\.\d+\./u, ''), tensor]))
  const norm = names.get('attn_q_norm.weight')?.shape[0]
  const override = slidingOverride(hparams)
  return {
    heads: most(heads),
    kvHeads: most(kvHeads),
    headDim: keyLength,
    ...(valueLength !== keyLength && { valueHeadDim: valueLength }),
    ...(sliding && (sliding.kind === 'chunked' ? { chunk: sliding.window } : { window: sliding.window })),
    ...(sliding && override && { overrides: { [sliding.kind]: override } }),
    ...latentOf(metadata, hparams),
    ...indexerOf(metadata, hparams),
    ...(names.has('attn_q.bias') || names.has('attn_qkv.bias') ? { qkvBias: true } : {}),
    ...(names.has('attn_output.bias') ? { outputBias: true } : {}),
    ...(norm === undefined ? {} : { qkNorm: norm === keyLength ? ('head' as const) : ('full' as const) }),
    ...(names.has('attn_sinks.weight') ? { sinks: true } : {})
  }
}

const most = (list: readonly number[]): number => list.reduce((a, b) => Math.max(a, b), 0)

/** What differs in the blocks with a window. */
function slidingOverride(hparams: Hparams): LayerOverride | null {
  const { sliding, heads, kvHeads, keyLength, slidingKeyLength } = hparams
  const at = sliding?.sliding.indexOf(true) ?? -1
  if (at < 0) return null
  const override = {
    ...(heads[at] !== most(heads) && { heads: heads[at] ?? 0 }),
    ...(kvHeads[at] !== most(kvHeads) && { kvHeads: kvHeads[at] ?? 0 }),
    ...(slidingKeyLength !== keyLength && { headDim: slidingKeyLength })
  }
  return Object.keys(override).length > 0 ? override : null
}

function latentOf(metadata: Metadata, { latent, keyLength, rotated }: Hparams): Pick<Attention, 'latent'> {
  if (!latent) return {}
  const rope = Math.min(rotated, keyLength, latent.keyLength)
  const qLoraRank = metadata.whole('attention.q_lora_rank', 0, widths)
  return {
    latent: {
      qLoraRank: qLoraRank === 0 ? null : qLoraRank,
      kvLoraRank: metadata.whole('attention.kv_lora_rank', keyLength - rope, widths),
      qkRopeHeadDim: rope,
      qkNopeHeadDim: latent.keyLength - rope,
      vHeadDim: latent.valueLength
    }
  }
}

function indexerOf(metadata: Metadata, { architecture, latent, known }: Hparams): Pick<Attention, 'indexer'> {
  const headDim = metadata.whole('attention.indexer.key_length', 0, widths)
  const used = latent !== null || !known || ['deepseek4', 'minimax-m3', 'qwen4exp'].includes(architecture)
  if (headDim === 0 || !used) return {}
  return {
    indexer: {
      heads: metadata.whole('attention.indexer.head_count', 1, widths),
      headDim,
      topK: metadata.whole('attention.indexer.top_k', 0, { from: 0, to: 2 ** 31 }),
      // Blocks of cells are chosen instead of cells (src/models/minimax-m3.cpp).
      // Tokens whose keys are averaged, the same in every block that has an indexer (src/models/qwen4exp.cpp).
      ...(architecture === 'qwen4exp' && {
        compressRatio: Math.max(0, ...metadata.numbers('attention.compress_ratios', { from: 0, to: 2 ** 16 }))
      }),
      ...(architecture === 'minimax-m3' && {
        blockSize: metadata.whole('attention.indexer.block_size', 128, { from: 1, to: 2 ** 20 })
      })
    }
  }
}
