import type { LayerCache, LayerStore } from '../layer-cache.ts'
import { compressedCache } from './compressed-caches.ts'
import type { Hparams } from './hparams.ts'
import { indexerStore } from './indexer-stores.ts'
import { cacheless, recurrentOnly, recurrentWithoutParts } from './known-architectures.ts'
import type { Metadata } from './metadata.ts'
import { stateElements } from './state-elements.ts'

const nothing: LayerCache = { stores: [], state: [] }

/**
 * What every block keeps, by the rules of `llama_model::create_memory` (src/llama-model.cpp): which memory the
 * architecture gets and which blocks are filtered out of it. Length `hparams.blocks`.
 */
export function layerCaches(metadata: Metadata, hparams: Hparams): readonly LayerCache[] {
  const { architecture } = hparams
  if (cacheless.has(architecture)) return Array<LayerCache>(hparams.blocks).fill(nothing)
  if (architecture === 'deepseek4') return compressedCache(metadata, hparams)
  const state = stateElements(metadata, hparams)
  const widest = Math.max(0, ...hparams.kvHeads.map((_, block) => valueElements(hparams, block)))
  return hparams.kvHeads.map((_, block): LayerCache => {
    const stores = attends(hparams, block) ? [attentionStore(hparams, block, widest)] : []
    const indexer = indexerStore(metadata, hparams, block)
    return {
      stores: [...stores, ...(indexer ? [indexer] : [])].filter(
        ({ keyElements, valueElements: values }) => keyElements + values > 0
      ),
      state: hparams.recurrent[block] ? state(block) : []
    }
  })
}

/** Whether a block has a KV cache of its own. */
function attends(hparams: Hparams, block: number): boolean {
  const { architecture, recurrent, parallel, trunk, cachedBlocks, feedForward } = hparams
  if (recurrentOnly.has(architecture)) return false
  if (block >= cachedBlocks) return false
  if (recurrent[block] && !parallel) return false
  if (recurrentWithoutParts.has(architecture)) return feedForward[block] === 0
  return block < trunk || keepsPredictors(hparams)
}

/**
 * Memories made without a filter for the blocks of multi-token prediction hold a cache for them too: MiniMax-M3's, HY
 * 4's, and the hybrids whose filter asks for recurrent blocks alone.
 */
function keepsPredictors({ architecture, recurrent }: Hparams): boolean {
  if (architecture === 'minimax-m3' || architecture === 'hy_v4') return true
  return recurrent.includes(true) && !['qwen3next', 'qwen35', 'qwen35moe', 'qwen4exp'].includes(architecture)
}

const slides = ({ sliding }: Hparams, block: number): boolean => sliding?.sliding[block] ?? false

function valueElements(hparams: Hparams, block: number): number {
  const width = slides(hparams, block) ? hparams.slidingValueLength : hparams.valueLength
  return (hparams.kvHeads[block] ?? 0) * width
}

function attentionStore(hparams: Hparams, block: number, widest: number): LayerStore {
  const { latent, sliding } = hparams
  const heads = hparams.kvHeads[block] ?? 0
  const sliding_ = slides(hparams, block)
  const key = sliding_ ? hparams.slidingKeyLength : hparams.keyLength
  const value = sliding_ ? hparams.slidingValueLength : hparams.valueLength
  const dims = key === value ? `${key} x 2` : `(${key} + ${value})`
  return {
    keyElements: heads * key,
    valueElements: latent ? 0 : heads * value,
    paddedValueElements: latent ? 0 : widest,
    window: sliding_ ? (sliding?.window ?? null) : null,
    tokensPerCell: 1,
    perSequence: false,
    what: latent ? `latent ${heads * key}` : `${heads} ${heads === 1 ? 'head' : 'heads'} x ${dims}`
  }
}
