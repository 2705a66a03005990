import type { Architecture } from '../architecture.ts'

/** Where llama.cpp's files of one architecture differ from the common names and shapes. */
export interface Family {
  /** Norms of width hiddenSize in a block, in the order they are applied. */
  readonly blockNorms: readonly string[]
  readonly outputNorm: string
  /** Queries, keys and values in one tensor `attn_qkv`. */
  readonly fusedQkv: boolean
  /** Gate and up projection in one tensor `ffn_up` of twice the width (Phi-3). */
  readonly fusedGateUp: boolean
  /** Gate and up projection of the routed experts in one tensor `ffn_gate_up_exps`. */
  readonly fusedExperts: boolean
  /** The gate of the attention output: interleaved with the queries, per element, or one value per head. */
  readonly outputGate: 'in-query' | 'per-element' | 'per-head'
  readonly routerBias: string
  /** Names of the projections into and out of the narrower width of routed experts. */
  readonly expertLatent: readonly [down: string, up: string]
}

const preNorms = ['attn_norm', 'ffn_norm']
/** `post_attention_norm` is the norm before the feed-forward part here, named after its place in the checkpoint. */
const postAttention = ['attn_norm', 'post_attention_norm']
const postNorms = ['post_attention_norm', 'post_ffw_norm']
const sandwich = ['attn_norm', 'post_attention_norm', 'ffn_norm', 'post_ffw_norm']

const common: Omit<Family, 'blockNorms'> = {
  outputNorm: 'output_norm',
  fusedQkv: false,
  fusedGateUp: false,
  fusedExperts: false,
  outputGate: 'in-query',
  routerBias: 'exp_probs_b',
  expertLatent: ['ffn_latent_down', 'ffn_latent_up']
}

/** From the loaders in llama.cpp src/models/*.cpp (`load_arch_tensors`) and the converters beside them. */
const families: Readonly<Record<string, Partial<Family>>> = {
  afmoe: { outputGate: 'per-element' },
  bailingmoe2: { fusedQkv: true },
  exaone4: { blockNorms: postNorms },
  'gpt-oss': { blockNorms: postAttention, routerBias: 'ffn_gate_inp' },
  gemma4: { fusedExperts: true },
  chatglm: { fusedQkv: true, fusedGateUp: true },
  falcon: { fusedQkv: true },
  glm4: { fusedGateUp: true },
  glm4moe: { blockNorms: postAttention },
  gpt2: { fusedQkv: true },
  grok: { blockNorms: ['attn_norm', 'attn_output_norm', 'ffn_norm', 'layer_output_norm'] },
  'kimi-k3': { expertLatent: ['ffn_routed_down', 'ffn_routed_up'] },
  laguna: { outputGate: 'per-head' },
  lfm2: { outputNorm: 'token_embd_norm' },
  lfm2moe: { outputNorm: 'token_embd_norm' },
  'muse-glimmer': { outputGate: 'per-element' },
  olmo2: { blockNorms: postNorms },
  // Published files hold `attn_qkv` in one, as the checkpoint does (conversion/phi.py has no split); llama.cpp
  // lays the model out with three tensors when it has no file to read, and so do the measured sizes we reproduce.
  phi3: { fusedGateUp: true },
  qwen35: { blockNorms: postAttention },
  qwen35moe: { blockNorms: postAttention },
  qwen3next: { blockNorms: postAttention },
  seed_oss: { blockNorms: postAttention },
  step35: { outputGate: 'per-head' }
}

const normsOf = (count: number): readonly string[] =>
  count === 4 ? sandwich : preNorms.slice(0, Math.min(count, 2))

/** How the file of this architecture is laid out; what llama.cpp does not load follows the common rules. */
export const familyOf = ({ gguf, details }: Pick<Architecture, 'gguf' | 'details'>): Family => ({
  ...common,
  blockNorms: normsOf(details?.normsPerLayer ?? 2),
  ...(gguf === null ? {} : families[gguf])
})
