import type { EngineSettings, ResolvedSettings } from '../engine/settings.ts'
import { roundUp } from '../quantity.ts'

/** Cells of a cache are counted in steps of 256 (`GGML_PAD(..., 256)` in llama.cpp's llama-context.cpp). */
export const cellPadding = 256

/** llama.cpp's `-b`: no micro-batch is larger than the batch (common/common.h, `n_batch = 2048`). */
export const batchTokens = 2048

/** The settings that decide how many cells there are: all that memory needs. */
export type CacheSettings = Pick<
  ResolvedSettings,
  'contextTokens' | 'ubatch' | 'parallel' | 'kvUnified' | 'cacheType' | 'flashAttention' | 'swaFull'
>

/** How the context is cut into streams: one cache per sequence, or one for all of them. */
export interface CacheCells {
  /** Caches side by side: `parallel`, or 1 when unified. */
  readonly streams: number
  /** Cells of one stream in a layer that sees everything. */
  readonly full: number
  /** Tokens computed at once after llama.cpp's limits. */
  readonly ubatch: number
  /** Sequences served at the same time. */
  readonly sequences: number
}

/**
 * Cells per stream, in tokens. llama.cpp divides `-c` among the sequences and pads each part:
 *
 *   cells = pad256(unified ? context : context / parallel),   ubatch = min(ubatch, 2048, context)
 *
 * Source: llama.cpp src/llama-context.cpp, constructor (`n_ctx_seq`, `n_batch`, `n_ubatch`).
 */
export function cacheCells(settings: CacheSettings): CacheCells {
  const context = roundUp(settings.contextTokens, cellPadding)
  const streams = settings.kvUnified ? 1 : settings.parallel
  const full = roundUp(Math.max(1, Math.floor(context / streams)), cellPadding)
  return {
    streams,
    full,
    ubatch: Math.min(settings.ubatch, batchTokens, settings.contextTokens),
    sequences: settings.parallel
  }
}

/**
 * Cells per stream in a layer that sees only `window` tokens: the window and the micro-batch that is being
 * written, padded; a unified cache holds one window per sequence. llama.cpp src/llama-kv-cache-iswa.cpp.
 */
export function windowCells(cells: CacheCells, window: number, swaFull: EngineSettings['swaFull']): number {
  if (swaFull) return cells.full
  const windows = cells.streams === 1 ? cells.sequences : 1
  return roundUp(Math.min(cells.full, window * windows + cells.ubatch), cellPadding)
}
