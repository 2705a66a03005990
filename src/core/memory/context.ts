import { grouped } from '../format.ts'
import type { Architecture } from '../model/architecture.ts'
import { type Bytes, bytes, noBytes, sumBytes } from '../quantity.ts'
import { type CacheSettings, cacheCells } from './cache-cells.ts'
import { cacheBytes, cacheShapes } from './kv-cache.ts'
import { layerClasses } from './layer-classes.ts'
import { recurrentState } from './recurrent-state.ts'

/**
 * Bytes of context memory of each layer, in order: key-value caches and recurrent state. It lies on the device of
 * its layer. Length `architecture.layers`.
 */
export function contextByLayer(architecture: Architecture, settings: CacheSettings): readonly Bytes[] {
  const cells = cacheCells(settings)
  const { classes, ofLayer } = layerClasses(architecture)
  const sizes = classes.map(({ kind, layer }) => {
    const caches = cacheShapes(architecture, kind, layer, cells, settings)
    const kept = caches.map((shape) => cacheBytes(shape, settings.cacheType, cells.streams))
    return bytes(sumBytes(kept) + recurrentState(architecture, kind, cells.sequences, layer))
  })
  return ofLayer.map((index) => sizes[index] ?? noBytes)
}

/**
 * How the context memory comes about, for a person: one part for every kind of cache,
 * `48 layers x 4 heads x 128 x 2 x f16 x 8,192 tokens`.
 */
export function contextWhy(architecture: Architecture, settings: CacheSettings): string {
  const cells = cacheCells(settings)
  const counts = new Map<string, number>()
  for (const { kind, layer, count } of layerClasses(architecture).classes) {
    const add = (part: string): void => void counts.set(part, (counts.get(part) ?? 0) + count)
    for (const shape of cacheShapes(architecture, kind, layer, cells, settings)) {
      const streams = cells.streams > 1 ? ` x ${cells.streams} sequences` : ''
      add(`${shape.what} x ${settings.cacheType} x ${grouped(shape.cells)} tokens${streams}`)
    }
    const state = recurrentState(architecture, kind, 1, layer)
    if (state > 0) {
      const sequences = cells.sequences > 1 ? ` x ${cells.sequences} sequences` : ''
      add(`state of ${grouped(state)} B in f32${sequences}`)
    }
  }
  const parts = [...counts].map(
    ([part, layers]) => `${layers} ${layers === 1 ? 'layer' : 'layers'} x ${part}`
  )
  return parts.join(' + ') || 'no layer keeps anything of the context'
}
