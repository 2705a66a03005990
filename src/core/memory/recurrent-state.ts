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
  architecture: Architecture,
  kind: LayerKind,
  sequences: number,
  layer?: number
): Bytes {
  const { recurrent, layerCaches } = architecture
  const tensor = (elements: number): number => roundUp(elements * 4 * sequences, tensorAlignment)
  const own = layer === undefined ? undefined : layerCaches?.[layer]
  if (own) return bytes(own.state.reduce((sum, elements) => sum + tensor(elements), 0))
  const compressors = compressorState(architecture, kind)
  if (compressors.length > 0) return bytes(compressors.reduce((sum, elements) => sum + tensor(elements), 0))
  if (!recurrent || !isRecurrent(kind)) return noBytes
  return bytes(tensor(recurrent.convElements ?? 0) + tensor(recurrent.stateElements))
}

/**
 * Elements of the f32 tensors that DeepSeek V4's compressors keep of tokens that have no key yet, a sum and its scores
 * each: `ratio` rows, or twice as many twice as wide where a key overlaps the one before. llama-kv-cache-dsv4.cpp,
 * `llama_dsv4_comp_state`.
 */
function compressorState({ attention }: Architecture, kind: LayerKind): readonly number[] {
  const { compressed, headDim, indexer } = attention
  if (!compressed) return []
  if (kind === 'hca') return twice(compressed.hcaRatio * headDim)
  if (kind !== 'csa') return []
  const rows = 2 * compressed.csaRatio
  return [...twice(rows * 2 * headDim), ...(indexer ? twice(rows * 2 * indexer.headDim) : [])]
}

const twice = (elements: number): readonly number[] => [elements, elements]
