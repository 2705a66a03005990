import { type Architecture, layerKinds } from '../model/architecture.ts'
import { countParameters, type ParameterCount } from '../model/parameters.ts'
import type { Tensor } from '../model/tensor.ts'
import type { FileType } from '../quant/file-type.ts'
import { type GgmlType, tensorBytes } from '../quant/ggml-type.ts'
import { type Bytes, bytes } from '../quantity.ts'
import type { WeightProfile } from './weight-profile.ts'
import {
  addOutside,
  addToBlock,
  layerWeights,
  noBlockSums,
  noOutsideSums,
  outsideWeights,
  paddedSize
} from './weight-sums.ts'

export const isRopeFactor = ({ name }: Tensor): boolean => name.startsWith('rope_f')

/**
 * Block with which a tensor without a block in its name is loaded (`LLM_TENSOR_LAYER_REPEATING` in src/llama-arch.cpp),
 * null for those of the output layer. Only the full-attention blocks of Gemma 4 use its rope factors.
 */
export function blockOf(tensor: Tensor, architecture: Architecture): number | null {
  if (tensor.layer !== null) return tensor.layer
  if (isRopeFactor(tensor)) {
    return architecture.gguf === 'gemma4' ? Math.max(0, layerKinds(architecture).indexOf('full')) : 0
  }
  return /^per_layer_(?:model_proj|proj_norm)/u.test(tensor.name) || tensor.role === 'block' ? 0 : null
}

const counts = new WeakMap<readonly Tensor[], ParameterCount>()

/** The count is the same for every file type: made once per list of tensors. */
function parametersOf(tensors: readonly Tensor[], architecture: Architecture): ParameterCount {
  const count = counts.get(tensors) ?? countParameters(tensors, architecture)
  counts.set(tensors, count)
  return count
}

/**
 * Sums tensors to what placement moves as one piece.
 *
 * Where a tensor lies follows from llama.cpp's `llm_tensor_infos` (src/llama-arch.cpp): lookups outside the stack on
 * the host, blocks with their layer, head and last norm with the output layer. A head tied to the embedding is loaded
 * a second time there (`TENSOR_DUPLICATED`), which `totalBytes` does not count.
 *
 * `types` has the type of each tensor, in the order of `tensors`; `fileType` is null for a file read as it stands.
 */
export function weightProfile(
  tensors: readonly Tensor[],
  types: readonly GgmlType[],
  architecture: Architecture,
  fileType: FileType | null
): WeightProfile {
  const perToken = architecture.experts?.perToken ?? 0
  const blocks = tensors.reduce((n, { layer }) => Math.max(n, (layer ?? -1) + 1), architecture.layers)
  const layers = Array.from({ length: blocks }, noBlockSums)
  const outside = noOutsideSums()
  const byType = new Map<GgmlType, number>()
  let total = 0

  for (const [i, tensor] of tensors.entries()) {
    const type = types[i]
    if (!type) throw new RangeError(`${tensors.length} tensors, but ${types.length} types.`)
    const stored = tensorBytes(type, tensor.shape)
    total += stored
    byType.set(type, (byType.get(type) ?? 0) + stored)
    const block = blockOf(tensor, architecture)
    const layer = block === null ? undefined : layers[block]
    if (layer) {
      if (isRopeFactor(tensor)) outside.shared += paddedSize(stored)
      addToBlock(layer, tensor, stored, perToken)
    } else addOutside(outside, tensor.role, stored)
  }
  return {
    fileType,
    totalBytes: bytes(total),
    ...outsideWeights(outside, architecture),
    layers: layers.map(layerWeights),
    parameters: parametersOf(tensors, architecture),
    bytesByType: Object.fromEntries([...byType].map(([type, size]): [string, Bytes] => [type, bytes(size)]))
  }
}
