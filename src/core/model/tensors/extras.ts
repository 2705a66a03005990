import type { Architecture, CompressedAttention } from '../architecture.ts'
import { alternatingUpdateOutside, alternatingUpdateParts } from './gemma3n.ts'
import {
  gatedResidualHead,
  gatedResidualParts,
  hyperConnectionHead,
  hyperConnectionParts,
  streamsHolding
} from './hyper-connections.ts'
import { bias, matrix, type Part, unexplained, vector } from './part.ts'
import {
  hashLookupParts,
  hashTablePart,
  perLayerInputParts,
  perLayerTableParts
} from './per-layer-embedding.ts'
import { required } from './required.ts'

/** Residual streams and convolution of Qwen3.8 Flash Next, from its config.json. */
const gatedStreams = 4
const hashKernel = 4

/** Rank of the gated residual mixers: what two of them per layer hold gives it away. */
const gatedRank = ({ hiddenSize, details }: Architecture): number =>
  ((details?.layerExtra ?? 0) / (2 * gatedStreams * hiddenSize) - 1 - gatedStreams) / 2

/** What a block holds besides mixer, feed-forward part and norms, by the architectures that have such a thing. */
export function extraBlockParts(architecture: Architecture, layer: number): readonly Part[] {
  const { gguf, hiddenSize, details, perLayerEmbedding } = architecture
  switch (gguf) {
    case 'gemma3n':
      return [
        ...perLayerInputParts(
          hiddenSize,
          required(architecture, 'perLayerEmbedding', 'per-layer inputs').width
        ),
        ...alternatingUpdateParts(hiddenSize)
      ]
    case 'gemma4':
      return [
        vector('layer_output_scale', 1),
        ...(perLayerEmbedding ? perLayerInputParts(hiddenSize, perLayerEmbedding.width) : [])
      ]
    case 'deepseek4':
      return [
        ...hyperConnectionParts(hiddenSize, compressedOf(architecture).hyperConnections),
        hashRoutingPart(architecture, layer)
      ]
    case 'kimi-k3':
      return [vector('attn_res_score', hiddenSize), vector('ffn_res_score', hiddenSize)]
    case 'qwen4exp':
      // The lookup sits in one linear block; converted files have it in the first.
      return [
        ...gatedResidualParts(hiddenSize, gatedStreams, gatedRank(architecture)),
        ...(layer === 0 ? hashLookupParts(hiddenSize, gatedStreams, hashKernel) : [])
      ]
    case 'apertus':
      // xIELU's two scalars per layer become metadata of the file.
      return []
    default: {
      const extra = details?.layerExtra ?? 0
      const streams = streamsHolding(hiddenSize, extra)
      return streams === undefined
        ? unexplained('extra', hiddenSize, extra)
        : hyperConnectionParts(hiddenSize, streams)
    }
  }
}

/** The same for the tensors outside the stack; `lookup` parts are those a token does not read whole. */
export function extraOutsideParts(architecture: Architecture): readonly Part[] {
  const { gguf, hiddenSize, details, perLayerEmbedding } = architecture
  switch (gguf) {
    case 'gemma3n':
      return [...perLayerTableParts(architecture), ...alternatingUpdateOutside(hiddenSize)]
    case 'gemma4':
      return perLayerTableParts(architecture)
    case 'deepseek4':
      return hyperConnectionHead(hiddenSize, compressedOf(architecture).hyperConnections)
    case 'kimi-k3':
      return [vector('output_res_score', hiddenSize)]
    case 'qwen4exp':
      return [
        ...gatedResidualHead(hiddenSize, gatedStreams, gatedRank(architecture)),
        ...(perLayerEmbedding ? [hashTablePart(perLayerEmbedding.params, perLayerEmbedding.width)] : [])
      ]
    case 'minimax-m3':
      return []
    default: {
      const inactive = details?.otherParamsInactive ?? 0
      const pooling = indexerPooling(architecture)
      const active = (details?.otherParams ?? 0) - inactive - pooling
      return [
        ...unexplained('extra_active', hiddenSize, active),
        ...unexplained('extra_lookup', hiddenSize, inactive).map((part): Part => ({
          ...part,
          role: 'lookup'
        }))
      ]
    }
  }
}

/** DeepSeek V4's first layers look the experts of a token up by its id, the others add a bias to the router. */
function hashRoutingPart(architecture: Architecture, layer: number): Part {
  const { count, perToken } = required(architecture, 'experts', 'routed layers')
  if (layer >= compressedOf(architecture).hashLayers) return bias('exp_probs_b', count)
  return { ...matrix('ffn_gate_tid2eid', perToken, architecture.vocabSize), role: 'lookup' }
}

const compressedOf = ({ attention }: Architecture): CompressedAttention =>
  required(attention, 'compressed', 'compressed attention')

/** Weights of the key pooling of GLM-5.3-Flash's indexer, which the catalogue counts with the rest. */
function indexerPooling({ attention: { indexer }, hiddenSize, layers }: Architecture): number {
  if (!indexer?.keyPool) return 0
  return (indexer.layers?.length ?? layers) * indexer.headDim * (hiddenSize + indexer.keyPool)
}
