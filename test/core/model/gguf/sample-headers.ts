import { GgufBytes } from './gguf-bytes.ts'

/** A value of the metadata: a number is written as u32, unless it is no whole number. */
export type SampleValue = string | number | readonly number[] | readonly string[]

export interface Sample {
  readonly architecture: string
  /** Without the architecture's name in front. */
  readonly keys: Readonly<Record<string, SampleValue>>
  readonly tensors: readonly (readonly [name: string, shape: readonly number[], type?: number])[]
  /** Keys outside the architecture. */
  readonly general?: Readonly<Record<string, SampleValue>>
  /** Keys behind those of the architecture, where converters put the tokenizer. */
  readonly last?: Readonly<Record<string, SampleValue>>
}

/** The header of a sample. f32 where a tensor names no type. */
export function headerOf({ architecture, keys, tensors, general = {}, last = {} }: Sample): Uint8Array {
  const own = Object.entries(keys).map(([key, value]) => [`${architecture}.${key}`, value] as const)
  const first = [['general.architecture', architecture] as const, ...Object.entries(general)]
  const all = [...first, ...own, ...Object.entries(last)]
  const bytes = new GgufBytes().start(tensors.length, all.length)
  for (const [key, value] of all) writeKey(bytes, key, value)
  for (const [name, shape, type = 0] of tensors) bytes.tensor(name, shape, type)
  return bytes.done()
}

function writeKey(bytes: GgufBytes, key: string, value: SampleValue): void {
  if (typeof value === 'string') bytes.stringKey(key, value)
  else if (typeof value === 'number')
    if (Number.isInteger(value) && value >= 0 && value < 2 ** 32) bytes.u32Key(key, value)
    else bytes.f32Key(key, value)
  else if (isTexts(value)) bytes.stringsKey(key, value)
  else bytes.u32sKey(key, value)
}

const isTexts = (list: readonly (number | string)[]): list is readonly string[] => typeof list[0] === 'string'

const width = 64
const q4K = 12

/** A dense model of `blocks` blocks, with its head tied to the embedding. */
export const dense = (architecture: string, blocks: number, keys: Sample['keys'] = {}): Sample => ({
  architecture,
  keys: {
    block_count: blocks,
    context_length: 4096,
    embedding_length: width,
    feed_forward_length: 128,
    'attention.head_count': 4,
    'attention.head_count_kv': 2,
    ...keys
  },
  tensors: [
    ['token_embd.weight', [width, 32]],
    ['output_norm.weight', [width]],
    ...Array.from({ length: blocks }, (_, block): Sample['tensors'][number][] => [
      [`blk.${block}.attn_norm.weight`, [width]],
      [`blk.${block}.attn_q.weight`, [width, width]],
      [`blk.${block}.ffn_up.weight`, [width, 128]]
    ]).flat()
  ]
})

/** The header of a large mixture with 1,600 tensors and a vocabulary of 250,000: what a reader has to be fast on. */
export function largeHeader(): Uint8Array {
  const blocks = 100
  const names = [
    'attn_q',
    'attn_k',
    'attn_v',
    'attn_output',
    'ffn_gate_shexp',
    'ffn_up_shexp',
    'ffn_down_shexp'
  ]
  const norms = ['attn_norm', 'ffn_norm', 'attn_q_norm', 'attn_k_norm', 'ffn_gate_inp', 'exp_probs_b']
  const tensors: Sample['tensors'][number][] = [
    ['token_embd.weight', [4096, 250_000], q4K],
    ['output.weight', [4096, 250_000], q4K],
    ...Array.from({ length: blocks }, (_, block): Sample['tensors'][number][] => [
      ...names.map((name) => [`blk.${block}.${name}.weight`, [4096, 4096], q4K] as const),
      ...norms.map((name) => [`blk.${block}.${name}.weight`, [4096], 0] as const),
      ...['gate', 'up', 'down'].map(
        (part) => [`blk.${block}.ffn_${part}_exps.weight`, [4096, 2048, 128], q4K] as const
      )
    ]).flat()
  ]
  const tokens = Array.from({ length: 250_000 }, (_, at) => `token${at}`)
  return headerOf({
    architecture: 'qwen3moe',
    keys: {
      block_count: blocks,
      context_length: 262_144,
      embedding_length: 4096,
      feed_forward_length: 12_288,
      expert_feed_forward_length: 2048,
      expert_count: 128,
      expert_used_count: 8,
      'attention.head_count': 32,
      'attention.head_count_kv': 8,
      'attention.key_length': 128,
      'attention.value_length': 128
    },
    general: { 'general.file_type': 15 },
    last: {
      'tokenizer.ggml.tokens': tokens,
      'tokenizer.ggml.merges': tokens.map((token) => `${token} ${token}`),
      'tokenizer.ggml.token_type': tokens.map(() => 1)
    },
    tensors: tensors.slice(0, 1600)
  })
}

const state = (block: number): Sample['tensors'][number] => [`blk.${block}.ssm_out.weight`, [width, width]]
const experts = (block: number): readonly Sample['tensors'][number][] => [
  [`blk.${block}.ffn_gate_inp.weight`, [width, 4]],
  [`blk.${block}.ffn_up_exps.weight`, [width, 32, 4]],
  [`blk.${block}.ffn_down_exps.weight`, [32, width, 4]]
]

/** One small model for every kind of memory: windows, latents, states, hybrids, compression, an unknown engine's. */
export const moreSamples: readonly Sample[] = [
  dense('gemma3', 6, { 'attention.sliding_window': 512 }),
  dense('gpt-oss', 4, { 'attention.sliding_window': 128, expert_count: 4, expert_used_count: 2 }),
  { ...dense('lfm2', 3, { 'shortconv.l_cache': 3, 'attention.head_count_kv': [0, 2, 0] }) },
  dense('mamba', 2, { 'ssm.conv_kernel': 4, 'ssm.inner_size': 128, 'ssm.state_size': 16 }),
  dense('rwkv7', 2, { 'wkv.head_size': 16, 'attention.head_count': 0, 'attention.head_count_kv': 0 }),
  dense('falcon-h1', 2, {
    'ssm.conv_kernel': 4,
    'ssm.inner_size': 128,
    'ssm.state_size': 16,
    'ssm.group_count': 1
  }),
  {
    ...dense('deepseek2', 3, {
      'attention.head_count_kv': 1,
      'attention.key_length': 48,
      'attention.value_length': 32,
      'attention.key_length_mla': 24,
      'attention.value_length_mla': 16,
      'attention.kv_lora_rank': 32,
      'rope.dimension_count': 16,
      expert_count: 4,
      expert_used_count: 2,
      nextn_predict_layers: 1
    }),
    tensors: [
      ['token_embd.weight', [width, 32]],
      ['output.weight', [width, 32]],
      ...experts(1),
      ...experts(2)
    ]
  },
  dense('deepseek4', 3, {
    'attention.sliding_window': 128,
    'attention.key_length': 32,
    'attention.compress_ratios': [0, 4, 128],
    'attention.indexer.key_length': 16,
    'attention.head_count_kv': 1
  }),
  {
    ...dense('qwen3next', 4, {
      'ssm.conv_kernel': 4,
      'ssm.inner_size': 64,
      'ssm.state_size': 16,
      'ssm.group_count': 2,
      'ssm.time_step_rank': 4
    }),
    tensors: [['token_embd.weight', [width, 32]], state(0), ['blk.3.attn_k.weight', [width, 32]]]
  },
  dense('an-engine-of-its-own', 3, {
    'attention.sliding_window': 64,
    'attention.sliding_window_pattern': [1, 1, 0]
  })
]
