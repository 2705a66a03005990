import type { Architecture } from '../../model/architecture.ts'

/** Where the graph of one architecture differs from the usual decoder. Absent: the usual. */
export interface Traits {
  /** Layer norm (mean and variance) instead of RMS norm: needs memory of its own. */
  readonly layerNorm?: boolean
  /** Attention and feed-forward part both read the norm of the block's input, and are added to it together. */
  readonly parallel?: boolean
  /** The embedding is scaled: as it is looked up, or when the first block asks for it. */
  readonly scaledEmbedding?: 'at-once' | 'later'
  /** The feed-forward part is added to the residual, whose memory the sum takes, instead of the other way round. */
  readonly residualFirst?: boolean
  /** The residual comes first in both sums of a block: the rows of the mixer are picked before it (LFM2, Jamba). */
  readonly residualLeft?: boolean
  /** Positions per token: 4 for rotary embeddings over time, height and width. */
  readonly positionsPerToken?: number
  /** No rotary embedding at all. */
  readonly unrotated?: boolean
  /** Layers that attend to everything are not rotated (Cohere 2, EXAONE 4). */
  readonly fullUnrotated?: boolean
  /** Every n-th layer is not rotated (Llama 4, SmolLM3). */
  readonly unrotatedEvery?: number
  /** RMS norm of queries and keys without weights, after the rotation, in rotated layers (Llama 4). */
  readonly plainQueryKeyNorm?: boolean
  /** RMS norm of the values, without weights (Gemma 4). */
  readonly valueNorm?: boolean
  /** Queries are multiplied by a temperature of their position: in all, or in unrotated layers. */
  readonly temperature?: 'all' | 'unrotated'
  /** Queries are scaled before attention instead of inside it. */
  readonly scaledQuery?: boolean
  /** Scores pass through tanh. */
  readonly softCap?: boolean
  /** Logits pass through tanh or are scaled. */
  readonly logits?: 'capped' | 'scaled'
  /** Activation of a feed-forward part without a gate: in place, or squared, or one tensor of both halves. */
  readonly activation?: 'squared'
  /** The residual takes the normed input of each part (MiniMax-01). */
  readonly normedResidual?: boolean
  /** The norm of a block is put into the order of computation before its mixer asks for it (kimi-linear.cpp). */
  readonly normFirst?: boolean
  /** Branches are scaled before they are added (Granite). */
  readonly scaledBranch?: boolean
  /** What the router's logits become. */
  readonly routing?: 'softmax' | 'sigmoid' | 'softmax-of-chosen'
  /** The chosen weights are not normalised. */
  readonly unnormalisedRouting?: boolean
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
const cohere: Traits = { layerNorm: true, parallel: true, logits: 'scaled' }

/** From the graphs in llama.cpp src/models/*.cpp. */
const known: Readonly<Record<string, Traits>> = {
  apertus: {},
  bloom: { layerNorm: true },
  codeshell: { layerNorm: true },
  'command-r': cohere,
  cohere2: { ...cohere, fullUnrotated: true },
  cohere2moe: { ...cohere, fullUnrotated: true, outputRows: 'after-norm' },
  dbrx: { layerNorm: true },
  exaone4: { fullUnrotated: true },
  'exaone-moe': { fullUnrotated: true, routing: 'sigmoid' },
  falcon: { layerNorm: true, parallel: true },
  gemma,
  gemma2: { ...gemma, softCap: true, logits: 'capped' },
  gemma3: gemma,
  gemma3n: { scaledEmbedding: 'later', valueNorm: true, logits: 'capped', outputRows: 'after-stack' },
  gemma4: { scaledEmbedding: 'later', valueNorm: true, logits: 'capped', outputRows: 'after-norm' },
  'gpt-oss': { routing: 'softmax-of-chosen', unnormalisedRouting: true, outputRows: 'after-stack' },
  gpt2: { layerNorm: true, unrotated: true },
  gptneox: { layerNorm: true, parallel: true },
  granite,
  granitemoe: granite,
  granitehybrid: granite,
  grok: { scaledEmbedding: 'later', softCap: true, logits: 'capped' },
  hy_v3: { routing: 'sigmoid', outputRows: 'after-norm' },
  jais: { layerNorm: true, unrotated: true },
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
  minicpm3: granite,
  'minimax-01': { normedResidual: true },
  mistral3: { temperature: 'all' },
  mistral4: { temperature: 'all' },
  mpt: { layerNorm: true, unrotated: true },
  nemotron: { layerNorm: true, activation: 'squared' },
  nemotron_h: { activation: 'squared', unrotated: true, outputRows: 'after-norm' },
  nemotron_h_moe: { activation: 'squared', unrotated: true, routing: 'sigmoid', outputRows: 'after-norm' },
  orion: { layerNorm: true },
  phi2: { layerNorm: true, parallel: true, scaledQuery: true },
  phi3: { scaledQuery: true, residualFirst: true },
  phimoe: { layerNorm: true, scaledQuery: true, residualFirst: true },
  qwen2vl: { positionsPerToken: 4 },
  qwen3vl: { positionsPerToken: 4 },
  qwen3vlmoe: { positionsPerToken: 4 },
  qwen35: { ...deltaNet, positionsPerToken: 4 },
  qwen35moe: { ...deltaNet, positionsPerToken: 4 },
  qwen3next: deltaNet,
  bailingmoe3: { routing: 'sigmoid', outputRows: 'after-norm' },
  'kimi-linear': { normFirst: true, routing: 'sigmoid', unrotated: true },
  plamo2: {},
  refact: { unrotated: true },
  smollm3: { unrotatedEvery: 4 },
  step35: { routing: 'sigmoid', outputRows: 'after-stack' },
  stablelm: { layerNorm: true },
  starcoder: { layerNorm: true, unrotated: true },
  starcoder2: { layerNorm: true }
}

/** What is known of an architecture's graph; a layer norm is recognised by its bias. */
export const traitsOf = ({ gguf, details }: Pick<Architecture, 'gguf' | 'details'>): Traits => ({
  ...(details?.normBias === true && { layerNorm: true }),
  ...(gguf === null ? {} : known[gguf])
})
