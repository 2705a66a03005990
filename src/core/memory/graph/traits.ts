import type { Architecture } from '../../model/architecture.ts'

/** Where the graph of one architecture differs from the usual decoder. Absent: the usual. */
export interface Traits {
  /** Layer norm (mean and variance) instead of RMS norm: needs memory of its own. */
  readonly layerNorm?: boolean
  /** Norms that have no weights, by the name such weights would have (OLMo). */
  readonly plainNorms?: readonly string[]
  /** The embedding is normed, without weights (Muse). */
  readonly plainEmbeddingNorm?: boolean
  /**
   * Attention and feed-forward part both read the block's input, and all three are added together: the feed-forward
   * part to the attention first, the other way round, or to the residual first.
   */
  readonly parallel?: 'fed-to-attention' | 'attention-to-fed' | 'residual-to-fed'
  /** The embedding is scaled: as it is looked up, or when the first block asks for it. */
  readonly scaledEmbedding?: 'at-once' | 'later'
  /** The feed-forward part is added to the residual, whose memory the sum takes, instead of the other way round. */
  readonly residualFirst?: boolean
  /** The residual comes first in both sums of a block: the rows of the mixer are picked before it (LFM2, Jamba). */
  readonly residualLeft?: boolean
  /** The attention is added to the residual, whose memory the sum takes (OpenELM). */
  readonly attentionOntoResidual?: boolean
  /** The rows that become logits are picked after the norm of the attention's output (Muse). */
  readonly pickedAfterNorm?: boolean
  /** Flash attention is refused (llama-context.cpp, `llama_init_from_model`). */
  readonly noFlashAttention?: boolean
  /** Positions per token: 4 for rotary embeddings over time, height and width. */
  readonly positionsPerToken?: number
  /** No rotary embedding at all. */
  readonly unrotated?: boolean
  /** Only the model of so many layers is rotated; others of the family have ALiBi (Baichuan). */
  readonly rotatedDepth?: number
  /** Layers that attend to everything are not rotated (Cohere 2, EXAONE 4). */
  readonly fullUnrotated?: boolean
  /** Every n-th layer is not rotated (Llama 4, SmolLM3). */
  readonly unrotatedEvery?: number
  /** RMS norm of queries and keys without weights, after the rotation, in rotated layers (Llama 4). */
  readonly plainQueryKeyNorm?: boolean
  /** RMS norm of queries, with their weights, and of keys, without, after the rotation (Talkie). */
  readonly normsAfterRotation?: boolean
  /** Every block adds the embedding, scaled by a weight of its own (Talkie). */
  readonly addsEmbedding?: boolean
  /** RMS norm of the values, without weights (Gemma 4). */
  readonly valueNorm?: boolean
  /** Queries are multiplied by a temperature of their position: in all, or in unrotated layers. */
  readonly temperature?: 'all' | 'unrotated'
  /** Queries are scaled before attention instead of inside it. */
  readonly scaledQuery?: boolean
  /** Scores pass through tanh. */
  readonly softCap?: boolean
  /** Logits come from the input embedding itself, on the host, instead of a copy of it with the output layer. */
  readonly embeddingIsHead?: boolean
  /** Logits pass through tanh or are scaled. */
  readonly logits?: 'capped' | 'scaled' | 'scaled-and-capped' | 'scaled-before'
  /** Activation of a feed-forward part without a gate: in place, or squared, or one tensor of both halves. */
  readonly activation?: 'squared'
  /** The residual takes the normed input of each part (MiniMax-01). */
  readonly normedResidual?: boolean
  /** The norm of a block is put into the order of computation before its mixer asks for it (kimi-linear.cpp). */
  readonly normFirst?: boolean
  /** Branches are scaled before they are added (Granite). */
  readonly scaledBranch?: boolean
  /** What the router's logits become. */
  readonly routing?: 'softmax' | 'sigmoid' | 'sqrt-softplus' | 'softmax-of-chosen'
  /** The chosen weights are not normalised. */
  readonly unnormalisedRouting?: boolean
  /** The mean of routed and shared experts is taken (Cohere 2 MoE). */
  readonly halvedExperts?: boolean
  /** The router reads the block's input, before its norm (SmallThinker). */
  readonly earlyRouter?: boolean
  /** Input of the experts is weighted before, not their output after (Llama 4). */
  readonly weightedInput?: boolean
  /**
   * Where the rows that become logits are picked: usually in the last block; after the stack or after its norm in
   * models with a draft head, which reads all rows (`t_h_nextn`).
   */
  readonly outputRows?: 'after-stack' | 'after-norm'
}

const gemma: Traits = { scaledEmbedding: 'later', scaledQuery: true }
const deltaNet: Traits = { normFirst: true, outputRows: 'after-norm' }
const granite: Traits = { scaledEmbedding: 'at-once', scaledBranch: true, logits: 'scaled' }
const cohere: Traits = { layerNorm: true, parallel: 'residual-to-fed', logits: 'scaled' }

/** From the graphs in llama.cpp src/models/*.cpp. */
const known: Readonly<Record<string, Traits>> = {
  apertus: {},
  baichuan: { rotatedDepth: 32 },
  bitnet: { embeddingIsHead: true },
  bloom: { layerNorm: true, unrotated: true },
  codeshell: { layerNorm: true },
  'command-r': cohere,
  cohere2: { ...cohere, fullUnrotated: true },
  cohere2moe: { ...cohere, fullUnrotated: true, halvedExperts: true, outputRows: 'after-norm' },
  dbrx: { layerNorm: true },
  deepseek4: { routing: 'sqrt-softplus' },
  exaone4: { fullUnrotated: true },
  'exaone-moe': { fullUnrotated: true, routing: 'sigmoid' },
  falcon: { layerNorm: true, parallel: 'attention-to-fed' },
  gemma,
  gemma2: { ...gemma, softCap: true, logits: 'capped' },
  gemma3: gemma,
  gemma3n: { scaledEmbedding: 'later', valueNorm: true, logits: 'capped', outputRows: 'after-stack' },
  gemma4: { scaledEmbedding: 'later', valueNorm: true, logits: 'capped', outputRows: 'after-norm' },
  'gpt-oss': { routing: 'softmax-of-chosen', unnormalisedRouting: true, outputRows: 'after-stack' },
  hunyuan_vl: { positionsPerToken: 4 },
  gpt2: { layerNorm: true, unrotated: true },
  gptneox: { layerNorm: true, parallel: 'residual-to-fed' },
  granite,
  granitemoe: granite,
  granitehybrid: granite,
  grok: { scaledEmbedding: 'later', softCap: true, logits: 'scaled-and-capped', noFlashAttention: true },
  hy_v4: { routing: 'sigmoid' },
  hy_v3: { routing: 'sigmoid', outputRows: 'after-norm' },
  jais: { layerNorm: true, unrotated: true },
  jais2: { layerNorm: true, activation: 'squared' },
  jamba: { unrotated: true, residualLeft: true },
  lfm2: { residualLeft: true },
  lfm2moe: { routing: 'sigmoid', residualLeft: true },
  llama4: {
    plainQueryKeyNorm: true,
    temperature: 'unrotated',
    unrotatedEvery: 4,
    routing: 'sigmoid',
    unnormalisedRouting: true,
    weightedInput: true
  },
  minicpm: granite,
  minicpm3: { ...granite, logits: 'scaled-before' },
  plm: { activation: 'squared' },
  'minimax-01': { normedResidual: true },
  mistral3: { temperature: 'all' },
  mistral4: { temperature: 'all' },
  mpt: { layerNorm: true, unrotated: true },
  'muse-glimmer': {
    plainEmbeddingNorm: true,
    fullUnrotated: true,
    pickedAfterNorm: true,
    logits: 'scaled-and-capped'
  },
  maple: { fullUnrotated: true },
  nemotron: { layerNorm: true, activation: 'squared' },
  nemotron_h: { activation: 'squared', unrotated: true, outputRows: 'after-norm' },
  nemotron_h_moe: { activation: 'squared', unrotated: true, routing: 'sigmoid', outputRows: 'after-norm' },
  olmo: { layerNorm: true, plainNorms: ['attn_norm', 'ffn_norm', 'output_norm'] },
  openelm: { attentionOntoResidual: true },
  orion: { layerNorm: true },
  paddleocr: { positionsPerToken: 4 },
  phi2: { layerNorm: true, parallel: 'fed-to-attention', scaledQuery: true },
  phi3: { scaledQuery: true, residualFirst: true },
  phimoe: { layerNorm: true, scaledQuery: true, residualFirst: true },
  plamo: { parallel: 'attention-to-fed' },
  qwen2vl: { positionsPerToken: 4 },
  qwen3vl: { positionsPerToken: 4 },
  qwen3vlmoe: { positionsPerToken: 4 },
  qwen35: { ...deltaNet, positionsPerToken: 4 },
  qwen35moe: { ...deltaNet, positionsPerToken: 4 },
  qwen3next: deltaNet,
  qwen4exp: { positionsPerToken: 4 },
  bailingmoe3: { routing: 'sigmoid', outputRows: 'after-norm' },
  'kimi-linear': { normFirst: true, routing: 'sigmoid', unrotated: true },
  plamo2: {},
  refact: { unrotated: true },
  smallthinker: { earlyRouter: true },
  smollm3: { unrotatedEvery: 4 },
  talkie: {
    plainNorms: ['attn_norm', 'ffn_norm', 'output_norm'],
    plainEmbeddingNorm: true,
    normsAfterRotation: true,
    addsEmbedding: true,
    logits: 'scaled'
  },
  step35: { routing: 'sigmoid', outputRows: 'after-stack' },
  stablelm: { layerNorm: true },
  starcoder: { layerNorm: true, unrotated: true },
  starcoder2: { layerNorm: true }
}

/** What is known of an architecture's graph; a layer norm is recognised by its bias. */
export const traitsOf = ({ gguf, details }: Pick<Architecture, 'gguf' | 'details'>): Traits => ({
  ...(details?.normBias === true && { layerNorm: true }),
  ...(gguf === null ? {} : known[gguf]),
  ...(details?.rmsNorms === true && { layerNorm: false })
})
