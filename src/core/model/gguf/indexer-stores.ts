import type { LayerStore } from '../layer-cache.ts'
import type { Hparams } from './hparams.ts'
import { type Metadata, widths } from './metadata.ts'

/** A million tokens of context: from there on GLM 5.2's shared indexers are meant (src/models/glm-dsa.cpp). */
const millionTokens = 1_048_576

/**
 * The key that sparse attention keeps of every token beside the cache, null where the block has no indexer. One head of
 * `attention.indexer.key_length`; MiniMax-M3 keeps a value with it, because its memory is no latent one
 * (`llama_kv_cache_dsa`, `_msa`, `llama_memory_hybrid_idx`).
 */
export function indexerStore(metadata: Metadata, hparams: Hparams, block: number): LayerStore | null {
  const key = metadata.whole('attention.indexer.key_length', 0, widths)
  if (key === 0 || !ownsIndexer(metadata, hparams, block)) return null
  const keysAlone = hparams.latent !== null || hparams.architecture === 'qwen4exp'
  const value = keysAlone ? 0 : hparams.valueLength
  return {
    keyElements: hparams.sliding?.sliding[block] ? hparams.slidingKeyLength : key,
    valueElements: value,
    paddedValueElements: value,
    window: null,
    tokensPerCell: 1,
    perSequence: false,
    what: `indexer ${key}`
  }
}

function ownsIndexer(metadata: Metadata, hparams: Hparams, block: number): boolean {
  const { architecture, trunk, recurrent, known } = hparams
  switch (architecture) {
    case 'minimax-m3':
      return block >= metadata.whole('leading_dense_block_count', 0, { from: 0, to: 2 ** 16 })
    case 'qwen4exp':
      return block < trunk && !recurrent[block]
    case 'deepseek32':
      return block < trunk
    case 'glm-dsa':
      return (
        block < trunk && (metadata.listed('attention.indexer.types', block) ?? glmDefault(hparams, block))
      )
    case 'hy_v4':
      return (
        metadata.whole('attention.indexer.top_k', 0, { from: 0, to: 2 ** 31 }) > 0 &&
        (metadata.listed('attention.indexer.types', block) ?? false)
      )
    case 'dots3note':
      return block < trunk && (metadata.listed('attention.indexer.types', block) ?? false)
    default:
      return !known && block < trunk && !recurrent[block]
  }
}

/** GLM 5 and 5.1 index in every block; 5.2 in the first three, then in every fourth. */
function glmDefault({ contextLength }: Hparams, block: number): boolean {
  return (contextLength ?? 0) < millionTokens || block < 2 || (block < 78 && block % 4 === 2)
}
