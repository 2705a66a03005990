import type { Architecture, LayerKind } from '../model/architecture.ts'
import { type Bytes, bytes, noBytes, roundUp } from '../quantity.ts'
import { tensorAlignment } from './kv-cache.ts'

const recurrentKinds: ReadonlySet<LayerKind> = new Set<LayerKind>([
  'gated_delta_net',
  'kda',
  'lightning',
  'mamba1',
  'mamba2',
  'shortconv',
  'parallel_mamba2'
])

/** Whether a layer of this kind carries a state of fixed size from token to token. */
export const isRecurrent = (kind: LayerKind): boolean => recurrentKinds.has(kind)

/**
 * Bytes of the fixed state of one layer, for `sequences` sequences. Always f32, whatever the cache type:
 *
 *   bytes = (convElements + stateElements) x 4 x sequences
 *
 * With `layer`, a file's own figures for that layer go before the model's.
 *
 * Source: llama.cpp src/llama-memory-recurrent.cpp (`r` and `s` tensors, `GGML_TYPE_F32` in llama_model::create_memory).
 */
export function recurrentState(
  { recurrent, layerCaches }: Architecture,
  kind: LayerKind,
  sequences: number,
  layer?: number
): Bytes {
  const tensor = (elements: number): number => roundUp(elements * 4 * sequences, tensorAlignment)
  const own = layer === undefined ? undefined : layerCaches?.[layer]
  if (own) return bytes(own.state.reduce((sum, elements) => sum + tensor(elements), 0))
  if (!recurrent || !isRecurrent(kind)) return noBytes
  return bytes(tensor(recurrent.convElements ?? 0) + tensor(recurrent.stateElements))
}
