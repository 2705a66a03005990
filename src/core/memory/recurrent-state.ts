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
 * Source: llama.cpp src/llama-memory-recurrent.cpp (`r` and `s` tensors, `GGML_TYPE_F32` in llama_model::create_memory).
 */
export function recurrentState({ recurrent }: Architecture, kind: LayerKind, sequences: number): Bytes {
  if (!recurrent || !isRecurrent(kind)) return noBytes
  const tensor = (elements: number): number => roundUp(elements * 4 * sequences, tensorAlignment)
  return bytes(tensor(recurrent.convElements ?? 0) + tensor(recurrent.stateElements))
}
