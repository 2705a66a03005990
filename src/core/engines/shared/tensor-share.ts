import { layerClasses } from '../../memory/layer-classes.ts'
import type { Architecture } from '../../model/architecture.ts'
import type { Tensor } from '../../model/tensor.ts'
import { roundUp } from '../../quantity.ts'

/** Name parts of tensors that every rank of a tensor-parallel group holds whole. */
const replicated = [
  '_norm.',
  'ffn_gate_inp',
  'exp_probs_b',
  'attn_q_a',
  'attn_kv_a',
  'attn_output.bias',
  'ffn_down.bias',
  'indexer',
  'altup',
  'laurel',
  'hc_',
  'ssm_f_a',
  'ssm_g_a',
  'layer_output_scale',
  'ffn_latent',
  'ffn_routed',
  'position_embd'
] as const

/** Rows to which vLLM and SGLang pad the vocabulary (`DEFAULT_VOCAB_PADDING_SIZE`, vocab_parallel_embedding.py). */
export const vocabPadding = 64

/**
 * Share of a tensor that one rank of `ranks` holds.
 *
 * Column- and row-parallel layers are cut evenly; norms, routers and the down-projections of MLA are replicated; keys
 * and values follow whole heads, so that fewer heads than ranks are replicated; the vocabulary is padded first.
 * vLLM model_executor/layers/linear.py (`QKVParallelLinear`), vocab_parallel_embedding.py.
 */
export function shareOf(tensor: Tensor, architecture: Architecture, ranks: number): number {
  const { vocabSize } = architecture
  const { name } = tensor
  if (name === 'token_embd.weight' || name === 'output.weight') {
    return roundUp(vocabSize, lcm(vocabPadding, ranks)) / vocabSize / ranks
  }
  if (ranks === 1 || replicated.some((part) => name.includes(part))) return 1
  if (/attn_[kv]\.(?:weight|bias)$/u.test(name)) {
    const heads = kvHeadsAt(architecture, tensor.layer)
    return localHeads(heads, ranks) / heads
  }
  return 1 / ranks
}

/** Key-value heads of a layer: those of its kind, where the kind has its own number. */
function kvHeadsAt(architecture: Architecture, layer: number | null): number {
  const { classes, ofLayer } = layerClasses(architecture)
  const kind = classes[ofLayer[layer ?? 0] ?? 0]?.kind
  const { kvHeads, overrides } = architecture.attention
  return (kind && overrides?.[kind]?.kvHeads) ?? kvHeads
}

/** `max(1, heads // ranks)`: heads are replicated where there are fewer than ranks. */
export const localHeads = (heads: number, ranks: number): number => Math.max(1, Math.floor(heads / ranks))

function lcm(a: number, b: number): number {
  let [x, y] = [a, b]
  while (y > 0) [x, y] = [y, x % y]
  return (a / x) * b
}
