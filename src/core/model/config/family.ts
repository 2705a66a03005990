import type { LayerKind } from '../architecture.ts'
import type { ConfigObject } from './config-json.ts'

/** What a model class does that its `config.json` does not say. */
export interface ConfigFamily {
  /** llama.cpp's `general.architecture`, null where it has no loader. */
  readonly gguf: string | null
  /** Values that the class assumes where the file is silent (the configuration classes of transformers). */
  readonly defaults?: ConfigObject
  /** Embedding and head are one tensor where the file is silent. */
  readonly tied?: true
  /** Learned norms of queries and keys; `none` where the file's flag means a norm without weights (Llama 4). */
  readonly qkNorm?: 'head' | 'full' | 'none'
  /** Projections with a bias whatever the file says. */
  readonly bias?: 'qkv' | 'all'
  /** What a file's `attention_bias: true` covers; absent: queries, keys, values and output. */
  readonly biasCovers?: 'qkv'
  /** Norms of width hiddenSize per block; absent: 2. */
  readonly norms?: number
  readonly normBias?: true
  readonly gated?: false
  readonly mlpBias?: true
  readonly finalNorm?: false
  readonly sinks?: true
  readonly outputGate?: true
  /** Whether the router has a correction bias, where the file has no field for it. */
  readonly routerBias?: boolean
  readonly expertBias?: true
  readonly sharedGate?: true
  /** Shared experts, where the file has no field for them. */
  readonly shared?: number
  readonly firstDense?: number
  /** The kind of every layer, where the file has no field for it; absent: full attention. */
  readonly everyLayer?: LayerKind
  /** A wrapper around several classes: these, inside it, count more than it does. */
  readonly yieldsTo?: readonly string[]
}

/** Families that only carry llama.cpp's name: everything else is in their files. */
const plain = (...names: string[]): Record<string, ConfigFamily> =>
  Object.fromEntries(names.map((gguf) => [gguf.replace(/[^a-z0-9]/g, ''), { gguf }]))

const qwenDelta = {
  qkNorm: 'head',
  outputGate: true,
  sharedGate: true,
  defaults: { full_attention_interval: 4 }
} as const
const gemmaHead = { head_dim: 256 }
const deepseek: ConfigFamily = { gguf: 'deepseek2' }
const kimi: ConfigFamily = { gguf: 'deepseek2', routerBias: true }
const glm4moe: ConfigFamily = { gguf: 'glm4moe', biasCovers: 'qkv', routerBias: true }
const ernieMoe: ConfigFamily = { gguf: 'ernie4_5-moe', routerBias: true, tied: true }
const minimax01: ConfigFamily = { gguf: 'minimax-01', routerBias: false }
const lfm2Moe: ConfigFamily = { gguf: 'lfm2moe', tied: true, qkNorm: 'head', routerBias: false }
const hunyuan = { qkNorm: 'head', tied: true } as const
const bailing: ConfigFamily = { gguf: 'bailingmoe' }
const layerNorms = { normBias: true, gated: false } as const

/**
 * Model classes by their plain name (`plainName`: letters and digits of class or model_type). Learned from llama.cpp's
 * converters (conversion/*.py) and the modelling code of transformers; the fields themselves are read by general rules.
 */
export const configFamilies: Readonly<Record<string, ConfigFamily>> = {
  ...plain('llama', 'granite', 'internlm2', 'exaone', 'baichuan', 'minicpm', 'xverse', 'deepseek', 'orion'),
  mistral: { gguf: 'llama' },
  mixtral: { gguf: 'llama' },
  yi: { gguf: 'llama' },
  internlm3: { gguf: 'llama', biasCovers: 'qkv' },
  mistral3: { gguf: 'mistral3', yieldsTo: ['mistral4'] },
  ministral3: { gguf: 'mistral3' },
  ministral: { gguf: 'mistral3' },
  mistral4: { gguf: 'mistral4' },
  llama4: {
    gguf: 'llama4',
    qkNorm: 'none',
    shared: 1,
    defaults: { attention_chunk_size: 8192, head_dim: 128 }
  },
  smollm3: { gguf: 'smollm3', tied: true },
  qwen2: { gguf: 'qwen2', bias: 'qkv' },
  qwen2vl: { gguf: 'qwen2vl', bias: 'qkv' },
  qwen25vl: { gguf: 'qwen2vl', bias: 'qkv' },
  qwen2moe: { gguf: 'qwen2moe', bias: 'qkv', sharedGate: true },
  qwen3: { gguf: 'qwen3', qkNorm: 'head' },
  qwen3moe: { gguf: 'qwen3moe', qkNorm: 'head' },
  qwen3vl: { gguf: 'qwen3vl', qkNorm: 'head' },
  qwen3vlmoe: { gguf: 'qwen3vlmoe', qkNorm: 'head' },
  qwen3omnimoe: { gguf: 'qwen3vlmoe', qkNorm: 'head' },
  qwen3next: { gguf: 'qwen3next', ...qwenDelta },
  qwen35: { gguf: 'qwen35', ...qwenDelta },
  qwen35moe: { gguf: 'qwen35moe', ...qwenDelta },
  mimo: { gguf: 'qwen2', bias: 'qkv' },
  mimov2flash: { gguf: 'mimo2' },
  mimov2: { gguf: 'mimo2' },
  deepseekv2: deepseek,
  deepseekv3: deepseek,
  deepseekv32: { gguf: 'deepseek32' },
  deepseekv4: { gguf: 'deepseek4', routerBias: false },
  kimik2: kimi,
  kimik25: kimi,
  kimilinear: { gguf: 'kimi-linear', routerBias: true },
  kimik3: { gguf: 'kimi-k3', routerBias: true },
  glm: { gguf: 'chatglm', biasCovers: 'qkv' },
  glm4: { gguf: 'glm4', biasCovers: 'qkv', norms: 4 },
  glm4moe,
  glm4vmoe: glm4moe,
  glm4moelite: { gguf: 'deepseek2', routerBias: true },
  glmmoedsa: { gguf: 'glm-dsa' },
  solaropen: { ...glm4moe, qkNorm: 'none' },
  gemma: { gguf: 'gemma', tied: true, defaults: gemmaHead },
  gemma2: {
    gguf: 'gemma2',
    tied: true,
    norms: 4,
    defaults: { ...gemmaHead, sliding_window: 4096, sliding_window_pattern: 2 }
  },
  gemma3: {
    gguf: 'gemma3',
    tied: true,
    norms: 4,
    qkNorm: 'head',
    defaults: {
      ...gemmaHead,
      vocab_size: 262_208,
      num_attention_heads: 8,
      num_key_value_heads: 4,
      sliding_window: 4096,
      sliding_window_pattern: 6
    }
  },
  gemma3n: {
    gguf: 'gemma3n',
    tied: true,
    norms: 4,
    qkNorm: 'head',
    defaults: {
      ...gemmaHead,
      vocab_size: 262_400,
      vocab_size_per_layer_input: 262_144,
      hidden_size_per_layer_input: 256,
      num_kv_shared_layers: 15,
      num_attention_heads: 8,
      num_key_value_heads: 2,
      sliding_window: 512,
      sliding_window_pattern: 5,
      altup_num_inputs: 4,
      laurel_rank: 64
    }
  },
  gemma4: {
    gguf: 'gemma4',
    tied: true,
    norms: 4,
    qkNorm: 'head',
    routerBias: false,
    defaults: {
      ...gemmaHead,
      vocab_size_per_layer_input: 262_144,
      sliding_window: 512,
      sliding_window_pattern: 6
    }
  },
  gptoss: {
    gguf: 'gpt-oss',
    bias: 'all',
    sinks: true,
    routerBias: true,
    expertBias: true,
    defaults: { sliding_window_pattern: 2 }
  },
  gpt2: { gguf: 'gpt2', tied: true, bias: 'all', mlpBias: true, ...layerNorms },
  starcoder2: { gguf: 'starcoder2', tied: true, bias: 'all', mlpBias: true, ...layerNorms },
  gptneox: { gguf: 'gptneox', bias: 'all', mlpBias: true, ...layerNorms },
  phi: { gguf: 'phi2', bias: 'all', mlpBias: true, norms: 1, ...layerNorms },
  phi3: { gguf: 'phi3' },
  phimoe: { gguf: 'phimoe', bias: 'all', normBias: true },
  stablelm: { gguf: 'stablelm', normBias: true },
  nemotron: { gguf: 'nemotron', ...layerNorms },
  arcee: { gguf: 'arcee', gated: false },
  falcon: { gguf: 'falcon', norms: 1, ...layerNorms },
  falconh1: { gguf: 'falcon-h1', everyLayer: 'parallel_mamba2' },
  nemotronh: { gguf: 'nemotron_h', norms: 1, gated: false, routerBias: false },
  jamba: { gguf: 'jamba' },
  granitemoe: { gguf: 'granitemoe' },
  granitemoeshared: { gguf: 'granitemoe' },
  granitemoehybrid: { gguf: 'granitehybrid' },
  cohere: { gguf: 'command-r', tied: true, norms: 1 },
  cohere2: { gguf: 'cohere2', tied: true, norms: 1, defaults: { sliding_window_pattern: 4 } },
  olmo: { gguf: 'olmo', norms: 0, finalNorm: false },
  olmo2: { gguf: 'olmo2', qkNorm: 'full' },
  olmo3: { gguf: 'olmo2', qkNorm: 'full', defaults: { sliding_window_pattern: 4 } },
  olmoe: { gguf: 'olmoe', qkNorm: 'full' },
  exaone4: { gguf: 'exaone4', qkNorm: 'head' },
  exaonemoe: { gguf: 'exaone-moe', qkNorm: 'head', routerBias: true },
  hunyuan: { gguf: 'hunyuan-moe', ...hunyuan },
  hunyuanmoev1: { gguf: 'hunyuan-moe', ...hunyuan },
  hunyuandensev1: { gguf: 'hunyuan-dense', ...hunyuan },
  hunyuandense: { gguf: 'hunyuan-dense', ...hunyuan },
  hyv3: { gguf: 'hy_v3', qkNorm: 'head', routerBias: true },
  lfm2: { gguf: 'lfm2', tied: true, qkNorm: 'head' },
  lfm2moe: lfm2Moe,
  bailingmoe: bailing,
  bailingmoev2: { gguf: 'bailingmoe2' },
  bailingmoev3: { gguf: 'bailingmoe3', routerBias: true },
  dots1: { gguf: 'dots1', qkNorm: 'head' },
  ernie45: { gguf: 'ernie4_5', tied: true },
  ernie45moe: ernieMoe,
  ernie45moevl: { ...ernieMoe, gguf: null },
  ernie45vlmoe: { ...ernieMoe, gguf: null },
  minimaxtext01: minimax01,
  minimaxm1: minimax01,
  minimax: minimax01,
  minimaxm2: { gguf: 'minimax-m2' },
  minimaxm3: { gguf: 'minimax-m3' },
  minimaxm3sparse: { gguf: 'minimax-m3' },
  minimaxm3vl: { gguf: 'minimax-m3' },
  seedoss: { gguf: 'seed_oss', biasCovers: 'qkv' },
  apertus: { gguf: 'apertus', gated: false, qkNorm: 'head' },
  step3p5: { gguf: 'step35', qkNorm: 'head' },
  step35: { gguf: 'step35', qkNorm: 'head' },
  step3p7flash: { gguf: 'step35', qkNorm: 'head' },
  step3p7: { gguf: 'step35', qkNorm: 'head' },
  afmoe: {
    gguf: 'afmoe',
    qkNorm: 'head',
    norms: 4,
    outputGate: true,
    routerBias: true,
    defaults: { global_attn_every_n_layers: 4 }
  },
  laguna: { gguf: 'laguna', qkNorm: 'head', routerBias: true },
  museglimmer: { gguf: 'muse-glimmer', norms: 4, outputGate: true },
  longcatflash: { gguf: null, norms: 4 },

  pangupromoe: { gguf: null, bias: 'all', shared: 4 },
  grok1: { gguf: 'grok', norms: 4 }
}

/** Without a family the general rules alone speak. */
export const unknownFamily: ConfigFamily = { gguf: null }

/** The first name of the class that is known. */
export function familyFor(names: readonly string[]): ConfigFamily | undefined {
  const known = names.find((name) => Object.hasOwn(configFamilies, name))
  const family = known === undefined ? undefined : configFamilies[known]
  const inner = family?.yieldsTo?.find((name) => names.includes(name))
  return inner === undefined ? family : configFamilies[inner]
}
