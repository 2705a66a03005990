import type { CacheType } from '../engine/settings.ts'
import type { Architecture, LayerKind } from '../model/architecture.ts'
import type { LayerStore } from '../model/layer-cache.ts'
import { type Bytes, bytes, noBytes, roundUp } from '../quantity.ts'
import { dividesRow, rowBytes } from '../quant/ggml-type.ts'
import { type CacheCells, type CacheSettings, cellPadding, windowCells } from './cache-cells.ts'

/** Elements that one token leaves in one cache of a layer, and how many cells that cache has per stream. */
export interface CacheShape {
  readonly keyElements: number
  readonly valueElements: number
  readonly cells: number
  /** Caches side by side where it is not as many as there are streams (DeepSeek V4: one for every sequence). */
  readonly streams?: number
  /** `4 heads x 128`, `latent 512 + 64`: what a token leaves, for a person. */
  readonly what: string
}

/** Buffers start every tensor at a multiple of this (128 on CUDA; never less than the CPU's 64). */
export const tensorAlignment = 128

/**
 * The key-value caches of one layer; empty for layers that keep none. Shapes follow llama.cpp's
 * src/llama-kv-cache.cpp: keys `kvHeads x headDim`, values `kvHeads x valueHeadDim` per cell and stream. Without
 * flash attention values lie transposed, and every layer takes the width of the widest (`n_embd_v_gqa_max`).
 */
export function cacheShapes(
  architecture: Architecture,
  kind: LayerKind,
  layer: number,
  cells: CacheCells,
  settings: Pick<CacheSettings, 'swaFull' | 'flashAttention'>
): readonly CacheShape[] {
  const { attention, layers, layerCaches } = architecture
  if (layerCaches)
    return (layerCaches[layer]?.stores ?? []).map((store) => storeShape(store, cells, settings))
  if (layer >= layers - (attention.sharedKvLayers ?? 0)) return []
  const shapes = shapesOf(architecture, kind, layer, cells, settings.swaFull)
  if (settings.flashAttention || attention.latent) return shapes
  const widest = widestValues(architecture)
  return shapes.map((shape) =>
    shape.valueElements > 0 && shape.valueElements < widest
      ? { ...shape, valueElements: widest, what: `${shape.what} (values padded to ${widest})` }
      : shape
  )
}

/** One cache of a block as a file's metadata has it. */
function storeShape(
  store: LayerStore,
  cells: CacheCells,
  { swaFull, flashAttention }: Pick<CacheSettings, 'swaFull' | 'flashAttention'>
): CacheShape {
  const { keyElements, window, tokensPerCell, perSequence, what } = store
  const streams = perSequence ? cells.sequences : cells.streams
  const full = tokensPerCell === 1 ? cells.full : roundUp(Math.ceil(cells.full / tokensPerCell), cellPadding)
  return {
    keyElements,
    valueElements: flashAttention ? store.valueElements : store.paddedValueElements,
    cells: window === null ? full : windowCells({ ...cells, streams }, window, swaFull),
    ...(perSequence && { streams }),
    what
  }
}

function widestValues({ attention, layerPattern }: Architecture): number {
  const sublayers = attention.sublayers ?? 1
  const widths = (layerPattern ?? (['full'] as const)).map((kind) => {
    const override = attention.overrides?.[kind]
    const heads = override?.kvHeads ?? attention.kvHeads
    return sublayers * heads * (override?.headDim ?? attention.valueHeadDim ?? attention.headDim)
  })
  return Math.max(...widths)
}

function shapesOf(
  architecture: Architecture,
  kind: LayerKind,
  layer: number,
  cells: CacheCells,
  swaFull: boolean
): readonly CacheShape[] {
  const { attention } = architecture
  switch (kind) {
    case 'full':
    case 'parallel_mamba2':
      return withIndexer(architecture, layer, fullShape(architecture, kind, cells.full), cells)
    case 'sliding':
      return [fullShape(architecture, kind, windowCells(cells, attention.window ?? cells.full, swaFull))]
    case 'chunked':
      return [fullShape(architecture, kind, windowCells(cells, attention.chunk ?? cells.full, swaFull))]
    case 'swa':
    case 'csa':
    case 'hca':
      return compressedShapes(architecture, kind, cells, swaFull)
    default:
      return []
  }
}

function fullShape({ attention }: Architecture, kind: LayerKind, cells: number): CacheShape {
  const sublayers = attention.sublayers ?? 1
  const times = sublayers > 1 ? `${sublayers} x ` : ''
  const { latent } = attention
  if (latent) {
    const rank = latent.kvLoraRank
    const rope = latent.qkRopeHeadDim
    return {
      keyElements: sublayers * (rank + rope),
      valueElements: 0,
      cells,
      what: `${times}latent ${rank} + ${rope}`
    }
  }
  const override = attention.overrides?.[kind]
  const heads = override?.kvHeads ?? attention.kvHeads
  const keyDim = override?.headDim ?? attention.headDim
  const valueDim = override?.headDim ?? attention.valueHeadDim ?? attention.headDim
  const dims = keyDim === valueDim ? `${keyDim} x 2` : `(${keyDim} + ${valueDim})`
  return {
    keyElements: sublayers * heads * keyDim,
    valueElements: sublayers * heads * valueDim,
    cells,
    what: `${times}${heads} ${heads === 1 ? 'head' : 'heads'} x ${dims}`
  }
}

/** Sparse attention keeps one more key per token for its indexer (llama.cpp src/llama-kv-cache-dsa.cpp). */
function withIndexer(
  { attention }: Architecture,
  layer: number,
  shape: CacheShape,
  cells: CacheCells
): readonly CacheShape[] {
  const { indexer } = attention
  if (!indexer || (indexer.layers && !indexer.layers.includes(layer))) return [shape]
  // Qwen 4 averages keys when it reads them and keeps them all (llama.cpp src/models/qwen4exp.cpp, `build_qsa_top_k`).
  const indexed = Math.ceil(cells.full / (indexer.keyPool ?? 1))
  return [
    shape,
    { keyElements: indexer.headDim, valueElements: 0, cells: indexed, what: `indexer ${indexer.headDim}` }
  ]
}

/**
 * DeepSeek V4: every layer keeps one shared key-value vector per token of its window; compressed layers keep one
 * more for every `ratio` tokens, and the sparse ones an indexer key with it. A cache for every sequence, unified or not,
 * each padded (llama.cpp src/llama-kv-cache-dsv4.cpp).
 */
function compressedShapes(
  { attention }: Architecture,
  kind: 'swa' | 'csa' | 'hca',
  cells: CacheCells,
  swaFull: boolean
): readonly CacheShape[] {
  const { headDim, compressed, indexer } = attention
  const key = (keyElements: number, count: number, what: string): CacheShape => ({
    keyElements,
    valueElements: 0,
    cells: count,
    streams: cells.sequences,
    what
  })
  const recent = key(
    headDim,
    windowCells({ ...cells, streams: cells.sequences }, attention.window ?? cells.full, swaFull),
    `shared ${headDim}`
  )
  if (kind === 'swa' || !compressed) return [recent]
  const ratio = kind === 'csa' ? compressed.csaRatio : compressed.hcaRatio
  const count = roundUp(Math.ceil(cells.full / ratio), cellPadding)
  const shapes = [recent, key(headDim, count, `compressed ${headDim} / ${ratio}`)]
  if (kind === 'csa' && indexer)
    shapes.push(key(indexer.headDim, count, `indexer ${indexer.headDim} / ${ratio}`))
  return shapes
}

/** Bytes of one cache of one layer over all streams: `rowBytes(keys) x cells x streams`, and the same for values. */
export function cacheBytes(shape: CacheShape, type: CacheType, streams: number): Bytes {
  const cells = shape.cells * (shape.streams ?? streams)
  return bytes(tensor(shape.keyElements, type, cells) + tensor(shape.valueElements, type, cells))
}

function tensor(elements: number, type: CacheType, cells: number): number {
  if (elements === 0) return noBytes
  return roundUp(rowBytes(type, elements) * cells, tensorAlignment)
}

/** Whether this cache type can hold the model's keys and values: its blocks must divide a head. */
export function cacheTypeDivides(architecture: Architecture, type: CacheType): boolean {
  const { latent, headDim, valueHeadDim, overrides } = architecture.attention
  const rows = (architecture.layerCaches ?? []).flatMap(({ stores }) =>
    stores.flatMap((store) => [store.keyElements, store.valueElements, store.paddedValueElements])
  )
  const widths = latent
    ? [latent.kvLoraRank + latent.qkRopeHeadDim]
    : [headDim, valueHeadDim, ...Object.values(overrides ?? {}).map((override) => override.headDim)]
  return [...widths, ...rows].every((width) => width === undefined || dividesRow(type, width))
}
