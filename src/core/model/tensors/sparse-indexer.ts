import type { SparseIndexer } from '../architecture.ts'
import { bias, matrix, type Part, vector, when } from './part.ts'

const owns = (indexer: SparseIndexer, layer: number): boolean => indexer.layers?.includes(layer) ?? true

/** Indexer beside grouped-query attention: own query and key projection (MiniMax M3, Qwen3.8 Flash Next). */
export function projectedIndexer(
  indexer: SparseIndexer | undefined,
  layer: number,
  hiddenSize: number
): readonly Part[] {
  if (!indexer || !owns(indexer, layer)) return []
  const { heads, headDim } = indexer
  return [
    matrix('indexer.q_proj', hiddenSize, heads * headDim),
    matrix('indexer.k_proj', hiddenSize, headDim),
    vector('indexer.q_norm', headDim),
    vector('indexer.k_norm', headDim)
  ]
}

/**
 * Lightning indexer of DeepSeek sparse attention: queries from MLA's compressed query, one key per token, and a
 * weight per indexer head. GLM-5.3-Flash pools `keyPool` keys into one with a gate and positions of its own.
 */
export function latentIndexer(
  indexer: SparseIndexer | undefined,
  layer: number,
  hiddenSize: number,
  queryWidth: number
): readonly Part[] {
  if (!indexer || !owns(indexer, layer)) return []
  const { heads, headDim, keyPool } = indexer
  return [
    vector('indexer.k_norm', headDim),
    bias('indexer.k_norm', headDim),
    matrix('indexer.proj', hiddenSize, heads),
    matrix('indexer.attn_k', hiddenSize, headDim),
    matrix('indexer.attn_q_b', queryWidth, heads * headDim),
    ...when(
      keyPool !== undefined,
      matrix('indexer_compressor_gate', hiddenSize, headDim),
      matrix('indexer_compressor_ape', headDim, keyPool ?? 0)
    )
  ]
}
