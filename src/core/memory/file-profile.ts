import type { Architecture } from '../model/architecture.ts'
import type { ModelFile } from '../model/model-file.ts'
import { elements, type Tensor } from '../model/tensor.ts'
import { type GgmlType, tensorBytes } from '../quant/ggml-type.ts'
import { type Bytes, bytes } from '../quantity.ts'
import { weightProfile } from './sum-weights.ts'
import type { WeightProfile } from './weight-profile.ts'

const profiles = new WeakMap<ModelFile, WeightProfile>()

/**
 * The weights of a file as llama.cpp loads them: its own tensors and types. Blocks for multi-token prediction stay on
 * the disk (`TENSOR_SKIP`, src/models/*.cpp): they count in `totalBytes` and `parameters`, not in a layer. Made once per
 * file.
 */
export function fileProfile(file: ModelFile, architecture: Architecture): WeightProfile {
  const before = profiles.get(file)
  if (before) return before
  const loaded = file.tensors.flatMap(({ layer }, at) => (layer === null || layer < file.trunk ? [at] : []))
  const tensors = loaded.flatMap((at) => file.tensors[at] ?? [])
  const types = loaded.flatMap((at) => file.types[at] ?? [])
  const profile = {
    ...headAsLoaded(weightProfile(tensors, types, architecture, null), architecture, file),
    ...storedBytes(file),
    parameters: parametersOf(file, architecture)
  }
  profiles.set(file, profile)
  return profile
}

/**
 * An encoder has no head, and no second copy of its embedding either. CodeShell may come without an embedding: its head
 * is then loaded twice, with the output layer both times (src/models/codeshell.cpp).
 */
function headAsLoaded(profile: WeightProfile, architecture: Architecture, file: ModelFile): WeightProfile {
  const has = (wanted: Tensor['role']): boolean => file.tensors.some(({ role }) => role === wanted)
  const onHost = profile.outputOnHostBytes ?? profile.outputBytes
  if (!has('output-head')) {
    return architecture.tiedEmbeddings ? profile : { ...profile, outputBytes: onHost, headBytes: bytes(0) }
  }
  if (has('input-embedding') || architecture.gguf !== 'codeshell') return profile
  return {
    ...profile,
    outputBytes: bytes(profile.outputBytes + profile.headBytes),
    outputOnHostBytes: bytes(onHost + profile.headBytes)
  }
}

function storedBytes({ tensors, types }: ModelFile): Pick<WeightProfile, 'totalBytes' | 'bytesByType'> {
  const byType = new Map<GgmlType, number>()
  let total = 0
  for (const [at, { shape }] of tensors.entries()) {
    const type = types[at]
    if (type === undefined) continue
    const stored = tensorBytes(type, shape)
    total += stored
    byType.set(type, (byType.get(type) ?? 0) + stored)
  }
  return {
    totalBytes: bytes(total),
    bytesByType: Object.fromEntries([...byType].map(([type, size]): [string, Bytes] => [type, bytes(size)]))
  }
}

/** Every element of the file, as llama.cpp counts them (`n_elements`), and those that one token reads. */
function parametersOf({ tensors, trunk }: ModelFile, { experts }: Architecture): WeightProfile['parameters'] {
  let [total, active] = [0, 0]
  for (const tensor of tensors) {
    const n = elements(tensor)
    total += n
    if (tensor.role === 'lookup' || (tensor.layer ?? 0) >= trunk) continue
    // Stacked experts: the last dimension counts them, also where several share one (GroveMoE).
    const stacked = tensor.shape.length > 2 ? (tensor.shape.at(-1) ?? 1) : (experts?.count ?? 1)
    active +=
      tensor.role === 'experts' && experts
        ? Math.round((n / stacked) * Math.min(stacked, experts.perToken))
        : n
  }
  return { total, active }
}
