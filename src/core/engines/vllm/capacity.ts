import type { CacheSpec, LayerSpec } from './cache-spec.ts'
import { pageOf } from './cache-spec.ts'
import { type CacheGroups, pagesPerBlock } from './cache-groups.ts'
import type { Stage } from '../shared/rank-weights.ts'

/** What decides how many blocks one request holds. */
export interface RequestShape {
  readonly maxModelLen: number
  readonly maxNumBatchedTokens: number
  readonly prefixCaching: boolean
  readonly speculativeTokens: number
}

/**
 * Blocks of one group that a request of full length may hold (`max_memory_usage_bytes`, kv_cache_interface.py).
 *
 *   full     ceil(L / B)
 *   sliding  ceil(min(W - 1 + batched, L) / B) + 1: the window may start within a block
 *   chunked  ceil(min(C + batched, L) / B)
 *   state    1 + drafted tokens; 2 + drafted tokens with prefix caching (`mamba_cache_mode` align)
 */
export function blocksOfRequest(spec: CacheSpec, request: RequestShape): number {
  const { maxModelLen, maxNumBatchedTokens, prefixCaching, speculativeTokens } = request
  switch (spec.kind) {
    case 'full':
      return Math.ceil(maxModelLen / spec.block)
    case 'sliding':
      return Math.ceil(Math.min(spec.window - 1 + maxNumBatchedTokens, maxModelLen) / spec.block) + 1
    case 'chunked':
      return Math.ceil(Math.min(spec.window + maxNumBatchedTokens, maxModelLen) / spec.block)
    case 'state':
      return (prefixCaching ? 2 : 1) + speculativeTokens
  }
}

/** Blocks of the pool that one request of full length holds over all groups. */
export const blocksPerRequest = ({ groups }: CacheGroups, request: RequestShape): number =>
  groups.reduce((sum, { spec }) => sum + blocksOfRequest(spec, request), 0)

/** Bytes of one block of the pool on one stage: a page of every layer of the longest group there. */
export function blockBytes(
  cache: CacheGroups,
  layers: readonly LayerSpec[],
  stage: Stage,
  last: number
): number {
  const inStage = (layer: number): boolean =>
    // Drafting layers come after the stack and run with its last stage.
    (layer >= stage.from && layer < stage.to) || (stage.to === last && layer >= last)
  if (!cache.mixed) return cache.pageBytes * pagesPerBlock(cache, inStage)
  return layers.filter(({ layer }) => inStage(layer)).reduce((sum, { spec }) => sum + pageOf(spec), 0)
}

/** What vLLM prints of its cache. */
export interface Capacity {
  readonly blocks: number
  /** Smallest block, in tokens. */
  readonly blockSize: number
  /** `Maximum concurrency for L tokens per request`. */
  readonly maxConcurrency: number
  /** `GPU KV cache size` since v0.20: concurrency x length. */
  readonly tokens: number
  /** The same line up to v0.19: `num_blocks // groups x min(block)`. */
  readonly tokensBefore20: number
}

export function capacityOf(cache: CacheGroups, blocks: number, request: RequestShape): Capacity {
  const needed = blocksPerRequest(cache, request)
  const maxConcurrency = needed === 0 ? 0 : blocks / needed
  const sizes = cache.groups.flatMap(({ spec }) => (spec.kind === 'state' ? [] : [spec.block]))
  const blockSize = sizes.length === 0 ? 0 : Math.min(...sizes)
  return {
    blocks,
    blockSize,
    maxConcurrency,
    tokens: Math.floor(maxConcurrency * request.maxModelLen),
    tokensBefore20: Math.floor(blocks / Math.max(1, cache.groups.length)) * blockSize
  }
}

/** The longest request of at most `most` tokens that `blocks` blocks hold; null when not even one token. */
export function longestRequest(
  cache: CacheGroups,
  blocks: number,
  request: RequestShape,
  most: number
): number | null {
  const holds = (maxModelLen: number): boolean =>
    blocksPerRequest(cache, { ...request, maxModelLen }) <= blocks
  if (most < 1 || !holds(1)) return null
  let [low, high] = [1, most]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}
