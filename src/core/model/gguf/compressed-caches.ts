import type { LayerCache, LayerStore } from '../layer-cache.ts'
import type { Hparams } from './hparams.ts'
import { type Metadata, widths } from './metadata.ts'

/** `DSV4_CSA_RATIO` and `DSV4_HCA_RATIO`: tokens of one cell in the two compressed caches. */
const csaRatio = 4
const hcaRatio = 128

/**
 * DeepSeek V4 (`llama_kv_cache_dsv4`): keys alone, a cache for every sequence. Every block keeps its window; blocks of
 * ratio 4 also compressed keys, an indexer's, and the state of both compressors (`2 x ratio` rows twice as wide);
 * blocks of ratio 128 compressed keys and one compressor's state. A state is a sum and its scores, two f32 tensors.
 */
export function compressedCache(metadata: Metadata, hparams: Hparams): readonly LayerCache[] {
  const { blocks, keyLength: key, sliding } = hparams
  const ratios = metadata.perBlock('attention.compress_ratios', blocks, [], { from: 0, to: 2 ** 16 })
  const indexer = metadata.whole('attention.indexer.key_length', 0, widths)
  return hparams.kvHeads.map((heads, block): LayerCache => {
    const recent = store(heads * hparams.slidingKeyLength, 1, sliding?.window ?? null, 'shared')
    if (ratios[block] === csaRatio) {
      return {
        stores: [
          recent,
          store(heads * key, csaRatio, null, 'compressed'),
          store(indexer, csaRatio, null, 'indexer')
        ],
        state: [...compressor(2 * csaRatio * 2 * key), ...compressor(2 * csaRatio * 2 * indexer)]
      }
    }
    if (ratios[block] !== hcaRatio) return { stores: [recent], state: [] }
    return {
      stores: [recent, store(heads * key, hcaRatio, null, 'compressed')],
      state: compressor(hcaRatio * key)
    }
  })
}

const compressor = (elements: number): readonly number[] => [elements, elements]

const store = (
  keyElements: number,
  tokensPerCell: number,
  window: number | null,
  what: string
): LayerStore => ({
  keyElements,
  valueElements: 0,
  paddedValueElements: 0,
  window,
  tokensPerCell,
  perSequence: true,
  what: tokensPerCell === 1 ? `${what} ${keyElements}` : `${what} ${keyElements} / ${tokensPerCell}`
})
