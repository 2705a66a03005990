import type { Architecture } from './architecture.ts'
import { elements, type Tensor } from './tensor.ts'

export interface ParameterCount {
  /** Weights of the language model; an embedding that is also the output head counts once. */
  readonly total: number
  /** Weights one token of text reads: routed experts by their share, lookup tables not at all. */
  readonly active: number
}

/** Tensors of the file that the checkpoint does not count as weights: constants and buffers. */
function isConstant({ name }: Tensor, { gguf, experts }: Architecture): boolean {
  if (name.startsWith('rope_f')) return true
  return gguf === 'lfm2moe' && name.endsWith('.exp_probs_b.bias') && !experts?.routerBias
}

/**
 * Weights of the checkpoint that the converter folds into others or writes as metadata, so that no tensor of the
 * file has them. llama.cpp conversion/kimi_k3.py, apertus.py, qwen.py.
 */
function foldedWeights(architecture: Architecture, tensors: readonly Tensor[]): number {
  const { gguf, layers, details } = architecture
  const extras = (details?.layerExtra ?? 0) * layers + (details?.otherParams ?? 0)
  const kept = (part: string): number =>
    tensors.reduce((sum, tensor) => sum + (tensor.name.includes(part) ? elements(tensor) : 0), 0)
  switch (gguf) {
    case 'apertus':
      return extras
    case 'kimi-k3':
      // Norm and projection of each residual score become one vector; decays lose their padding.
      return extras - kept('_res_score')
    case 'qwen4exp':
      // Multipliers, offsets and sizes of the n-gram hash: 3 + 16 + 16 integers.
      return details?.otherParams ? 35 : 0
    default:
      return 0
  }
}

/** Tables of which a token reads a row; GPT-2's positions are counted by convention, as its embedding is. */
const isUnread = ({ role, name }: Tensor): boolean => role === 'lookup' && name !== 'position_embd.weight'

/**
 * Parameter counts of the language model from its tensors, in elements.
 *
 * `active` counts embedding and head whole, as publishers do, and `perToken / count` of the routed experts.
 */
export function countParameters(tensors: readonly Tensor[], architecture: Architecture): ParameterCount {
  const { experts } = architecture
  let total = foldedWeights(architecture, tensors)
  let active = total
  for (const tensor of tensors) {
    if (isConstant(tensor, architecture)) continue
    const n = elements(tensor)
    total += n
    if (isUnread(tensor)) continue
    active += tensor.role === 'experts' && experts ? (n / experts.count) * experts.perToken : n
  }
  return { total, active }
}
