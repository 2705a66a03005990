import type { MlxSettings } from '../../engine/server-settings.ts'
import { type Architecture, layerKinds } from '../../model/architecture.ts'
import { roundUp } from '../../quantity.ts'
import { hasState, isStateOnly, stateElements } from '../shared/state-size.ts'

/** `KVCache.step`: the cache grows by so many tokens (mlx_lm/models/cache.py). */
export const growStep = 256

/** What one kind of layer keeps for one sequence. */
export interface MlxCache {
  readonly bytes: number
  /** Bytes of the largest single layer, which exists twice while it grows. */
  readonly largestLayer: number
  readonly parts: readonly string[]
}

/** Bytes of a value: 16 bits, or `bits` with scale and bias of 16 bits each per group. */
const valueBytes = ({ kvBits, kvGroupSize }: MlxSettings): number =>
  kvBits === 'none' ? 2 : (Number(kvBits) + 32 / kvGroupSize) / 8

/**
 * Cache of one sequence of `tokens`: full layers in steps of 256, sliding-window layers no more than their window
 * (`RotatingKVCache`), recurrent layers their state (f32, convolutions in 16 bits). MLA keeps the latent.
 * mlx_lm/models/cache.py.
 */
export function mlxCache(architecture: Architecture, settings: MlxSettings, tokens: number): MlxCache {
  const { attention, recurrent, layers } = architecture
  const { latent, indexer } = attention
  const counts = new Map<string, number>()
  const add = (part: string): void => void counts.set(part, (counts.get(part) ?? 0) + 1)
  const kept = settings.maxKvSize === 'none' ? tokens : Math.min(tokens, settings.maxKvSize)
  let [sum, largest] = [0, 0]
  const layer = (bytes: number, part: string): void => {
    sum += bytes
    largest = Math.max(largest, bytes)
    add(part)
  }
  for (const [at, kind] of layerKinds(architecture).entries()) {
    if (recurrent && hasState(kind)) {
      const { conv, state } = stateElements(recurrent, 1, 0)
      layer(conv * 2 + state * 4, `state of ${conv * 2 + state * 4} B`)
    }
    if (isStateOnly(kind) || kind === 'mlp' || kind === 'moe') continue
    if (at >= layers - (attention.sharedKvLayers ?? 0)) continue
    const own = attention.overrides?.[kind]
    const keys = own?.headDim ?? attention.headDim
    const heads = own?.kvHeads ?? attention.kvHeads
    const values = latent
      ? latent.kvLoraRank + latent.qkRopeHeadDim + (indexer ? indexer.headDim : 0)
      : heads * (keys + (own?.headDim ?? attention.valueHeadDim ?? keys))
    const window =
      kind === 'sliding' || kind === 'chunked' ? (attention.window ?? attention.chunk) : undefined
    const cells = window === undefined ? roundUp(kept, growStep) : Math.min(roundUp(kept, growStep), window)
    const bytes = Math.ceil((attention.sublayers ?? 1) * values * valueBytes(settings) * cells)
    layer(bytes, `${values} values x ${valueBytes(settings)} B x ${cells} tokens`)
  }
  return {
    bytes: sum,
    largestLayer: largest,
    parts: [...counts].map(([part, count]) => `${count} x ${part}`)
  }
}

/** Whether some layer keeps a window: its cache cannot be quantised (`RotatingKVCache.to_quantized`). */
export const hasRotating = (architecture: Architecture): boolean =>
  layerKinds(architecture).some((kind) => kind === 'sliding' || kind === 'chunked')
