import type { Architecture } from '../architecture.ts'
import { matrix, type Part, vector } from './part.ts'

/** Gemma's per-layer input of a block: gate, projection and norm around `width` looked-up values. */
export const perLayerInputParts = (hiddenSize: number, width: number): readonly Part[] => [
  matrix('inp_gate', hiddenSize, width),
  matrix('proj', width, hiddenSize),
  vector('post_norm', hiddenSize)
]

/** The table [width x layers, vocabulary], looked up by token id, and the projection of the token embedding. */
export function perLayerTableParts(architecture: Architecture): readonly Part[] {
  const { hiddenSize, layers, perLayerEmbedding } = architecture
  if (!perLayerEmbedding) return []
  const rows = perLayerEmbedding.width * layers
  return [
    { ...matrix('per_layer_token_embd', rows, perLayerEmbedding.params / rows), role: 'lookup' },
    // Named as a tensor of the whole model, loaded with the first block (`LLM_TENSOR_LAYER_REPEATING`).
    { ...matrix('per_layer_model_proj', hiddenSize, rows), role: 'block' },
    { ...vector('per_layer_proj_norm', perLayerEmbedding.width), role: 'block' }
  ]
}

/**
 * The n-gram hash table of Qwen3.8 Flash Next: `params` elements in rows of `width`, read once per token by one
 * block. llama.cpp src/models/qwen4exp.cpp.
 */
export const hashTablePart = (params: number, width: number): Part => ({
  ...matrix('per_layer_token_embd', width, params / width),
  role: 'lookup'
})

export const hashLookupParts = (hiddenSize: number, streams: number, kernel: number): readonly Part[] => [
  matrix('ple_key', hiddenSize, streams * hiddenSize),
  matrix('ple_value', hiddenSize, hiddenSize),
  ...['ple_norm_key', 'ple_norm_query', 'ple_norm_conv'].map((name) => matrix(name, hiddenSize, streams)),
  matrix('ple_conv1d', kernel, streams * hiddenSize)
]
