import { type Architecture, layerKinds } from '../model/architecture.ts'
import { countParameters, type ParameterCount } from '../model/parameters.ts'
import type { Tensor } from '../model/tensor.ts'
import type { FileType } from '../quant/file-type.ts'
import { type GgmlType, tensorBytes } from '../quant/ggml-type.ts'
import { type Bytes, bytes, roundUp } from '../quantity.ts'
import type { LayerWeights, WeightProfile } from './weight-profile.ts'

interface Running {
  dense: number
  experts: number
  active: number
}

/** Bytes to which llama.cpp pads each tensor, in a file and in memory (`GGUF_DEFAULT_ALIGNMENT`). */
export const tensorPadding = 32

/**
 * Architectures that load a tied head before the embedding, so that the two stay apart even on one device.
 * `load_arch_tensors` in llama.cpp src/models/gemma3n.cpp and gemma4.cpp.
 */
const headApart: readonly string[] = ['gemma3n', 'gemma4']

export const headStaysApart = ({ gguf }: Pick<Architecture, 'gguf'>): boolean =>
  gguf !== null && headApart.includes(gguf)

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
  const layers = Array.from({ length: blocks }, (): Running => ({ dense: 0, experts: 0, active: 0 }))
  const byType = new Map<GgmlType, number>()
  let [total, input, output, head, embedding, shared] = [0, 0, 0, 0, 0, 0]

  for (const [i, tensor] of tensors.entries()) {
    const type = types[i]
    if (!type) throw new RangeError(`${tensors.length} tensors, but ${types.length} types.`)
    const stored = tensorBytes(type, tensor.shape)
    const size = roundUp(stored, tensorPadding)
    total += stored
    byType.set(type, (byType.get(type) ?? 0) + stored)
    const block = blockOf(tensor, architecture)
    const layer = block === null ? undefined : layers[block]
    if (layer) {
      if (isRopeFactor(tensor)) shared += size
      if (tensor.role === 'experts') {
        layer.experts += size
        layer.active += (stored / (tensor.shape.at(-1) ?? 1)) * perToken
      } else {
        layer.dense += size
        if (tensor.role !== 'lookup') layer.active += size
      }
    } else if (tensor.role === 'input-embedding' || tensor.role === 'lookup') {
      input += size
      if (tensor.role === 'input-embedding') embedding += size
    } else {
      output += size
      if (tensor.role === 'output-head') head += size
    }
  }
  const secondCopy = head === 0 ? embedding : 0
  return {
    fileType,
    totalBytes: bytes(total),
    inputBytes: bytes(input),
    outputBytes: bytes(output + secondCopy),
    outputOnHostBytes: bytes(output + (headStaysApart(architecture) ? secondCopy : 0)),
    headBytes: bytes(head + secondCopy),
    ...(shared > 0 && { sharedBytes: bytes(shared) }),
    layers: layers.map(({ dense, experts, active }): LayerWeights => ({
      denseBytes: bytes(dense),
      expertBytes: bytes(experts),
      activeBytes: bytes(active)
    })),
    parameters: parametersOf(tensors, architecture),
    bytesByType: Object.fromEntries([...byType].map(([type, size]): [string, Bytes] => [type, bytes(size)]))
  }
}
