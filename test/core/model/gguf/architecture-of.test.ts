import { describe, expect, test } from 'vitest'
import { contextByLayer } from '../../../../src/core/memory/context.ts'
import { architectureOf, type FileArchitecture } from '../../../../src/core/model/gguf/architecture-of.ts'
import { describeFault } from '../../../../src/core/model/gguf/fault.ts'
import { parseHeader } from '../../../../src/core/model/gguf/header.ts'
import { engineDefaults } from '../../../../src/core/engine/settings.ts'
import { dense, headerOf, moreSamples, type Sample } from './sample-headers.ts'

function read(sample: Sample): FileArchitecture {
  const header = parseHeader(headerOf(sample))
  if (!header.ok) throw new Error(describeFault(header.error))
  const found = architectureOf(header.value)
  if (!found.ok) throw new Error(describeFault(found.error))
  return found.value
}

const refusal = (sample: Sample): string => {
  const header = parseHeader(headerOf(sample))
  if (!header.ok) return describeFault(header.error)
  const found = architectureOf(header.value)
  return found.ok ? 'accepted' : describeFault(found.error)
}

/** Bytes of context per block: f16, 4,096 tokens, a micro-batch of 512. */
const context = (sample: Sample, change = {}): readonly number[] =>
  contextByLayer(read(sample).architecture, { ...engineDefaults, contextTokens: 4096, ...change })

// A token leaves 2 heads x 16 x 2 (keys and values) x 2 bytes in every block of the dense sample.
const token = 128
const whole = 4096 * token

describe('what every block keeps of the context', () => {
  test('a window in five of six blocks (Gemma 3), none where the metadata has none', () => {
    const windows = dense('gemma3', 6, { 'attention.sliding_window': 512 })
    expect(context(windows)).toEqual([...Array<number>(5).fill(1024 * token), whole])
    expect(context(dense('gemma3', 6))).toEqual(Array<number>(6).fill(whole))
    expect(context(windows, { swaFull: true })).toEqual(Array<number>(6).fill(whole))
  })

  test('a list of flags goes before the pattern of the architecture', () => {
    const keys = { 'attention.sliding_window': 512, 'attention.sliding_window_pattern': [0, 1, 0] }
    expect(context(dense('cohere2', 3, keys))).toEqual([whole, 1024 * token, whole])
  })

  test('EXAONE 4 slides with 64 blocks only, Phi 3 never', () => {
    const keys = { 'attention.sliding_window': 512 }
    expect(context(dense('exaone4', 4, keys))).toEqual(Array<number>(4).fill(whole))
    expect(new Set(context(dense('exaone4', 64, keys)))).toEqual(new Set([1024 * token, whole]))
    expect(context(dense('phi3', 2, keys))).toEqual([whole, whole])
  })

  test('KV heads per block; blocks without any keep nothing, or a state where the model is a hybrid', () => {
    expect(context(dense('deci', 3, { 'attention.head_count_kv': [4, 0, 1] }))).toEqual([
      2 * whole,
      0,
      whole / 2
    ])
    const shortConvolution = dense('lfm2', 2, { 'attention.head_count_kv': [0, 2], 'shortconv.l_cache': 3 })
    expect(context(shortConvolution)).toEqual([2 * 64 * 4, whole])
  })

  test('states: Mamba, RWKV, and attention beside Mamba-2', () => {
    const mamba = dense('mamba', 1, { 'ssm.conv_kernel': 4, 'ssm.inner_size': 128, 'ssm.state_size': 16 })
    expect(context(mamba)).toEqual([(3 * 128 + 16 * 128) * 4])
    expect(context(dense('rwkv7', 1, { 'wkv.head_size': 16 }))).toEqual([(2 * 64 + 64 * 16) * 4])
    const both = dense('falcon-h1', 1, {
      'ssm.conv_kernel': 4,
      'ssm.inner_size': 128,
      'ssm.state_size': 16,
      'ssm.group_count': 1
    })
    expect(context(both)).toEqual([whole + (3 * (128 + 32) + 16 * 128) * 4])
  })

  test('a latent has no values, and blocks for multi-token prediction keep nothing', () => {
    const latent = moreSamples.find(({ architecture }) => architecture === 'deepseek2')
    if (!latent) throw new Error('the sample is gone')
    expect(context(latent)).toEqual([4096 * 48 * 2, 4096 * 48 * 2, 0])
    expect(read(latent).trunk).toBe(2)
    expect(read(latent).notes.join()).toMatch(/multi-token prediction/u)
  })

  test('DeepSeek V4: a window for each sequence, compressed keys, an indexer and the state of the compressors', () => {
    const v4 = moreSamples.find(({ architecture }) => architecture === 'deepseek4')
    if (!v4) throw new Error('the sample is gone')
    const window = 768 * 32 * 2
    const csa = 1024 * 32 * 2 + 1024 * 16 * 2 + 2 * 8 * 64 * 4 + 2 * 8 * 32 * 4
    const hca = 256 * 32 * 2 + 2 * 128 * 32 * 4
    expect(context(v4)).toEqual([window, window + csa, window + hca])
    // Unified or not, every sequence has its own.
    expect(context(v4, { parallel: 2, kvUnified: true })).toEqual(
      [2, 2, 2].map((n, at) => n * (context(v4)[at] ?? 0))
    )
  })

  test('models that see the whole text in every step keep nothing', () => {
    expect(context(dense('bert', 2))).toEqual([0, 0])
  })

  test('an architecture of another engine follows general rules, and says so', () => {
    const other = dense('an-engine-of-its-own', 3, {
      'attention.sliding_window': 512,
      'attention.sliding_window_pattern': [1, 1, 0]
    })
    expect(context(other)).toEqual([1024 * token, 1024 * token, whole])
    expect(read(other).architecture.gguf).toBeNull()
    expect(read(other).notes.join()).toMatch(/general rules/u)
  })
})

test('experts: their blocks and width from the tensors, how many a token uses from the metadata', () => {
  const mixture: Sample = {
    ...dense('qwen3moe', 3, { expert_count: 4, expert_used_count: 2 }),
    tensors: [
      ['token_embd.weight', [64, 32]],
      ['output.weight', [64, 32]],
      ['blk.1.ffn_up_exps.weight', [64, 48, 4]],
      ['blk.2.ffn_up_exps.weight', [64, 48, 4]]
    ]
  }
  const { architecture } = read(mixture)
  expect(architecture.experts).toMatchObject({ count: 4, perToken: 2, width: 48, layers: [1, 2] })
  expect(architecture.tiedEmbeddings).toBe(false)
})

describe('values that no model has are refused by name, with the range', () => {
  const cases: readonly (readonly [string, Sample['keys'], RegExp])[] = [
    ['a billion blocks', { block_count: 1e9 }, /block_count is 1000000000; a whole number from 1 to 512/u],
    ['no block', { block_count: 0 }, /block_count is 0/u],
    ['no width', { embedding_length: 0 }, /embedding_length is 0; a whole number from 1/u],
    ['NaN for a width', { embedding_length: NaN }, /embedding_length is NaN/u],
    ['infinitely many heads', { 'attention.head_count': Infinity }, /head_count is Infinity/u],
    ['half a head', { 'attention.head_count': 2.5 }, /head_count is 2\.5/u],
    ['KV heads without heads', { 'attention.head_count': 0 }, /head_count is 0 in block 0/u],
    ['a text for a number', { 'attention.head_count_kv': 'many' }, /head_count_kv is “many”/u],
    [
      'a list that is too short',
      { 'attention.head_count_kv': [2] },
      /is a list of 1; one for each of the 2 blocks/u
    ],
    ['a key length beyond sense', { 'attention.key_length': 2 ** 31 }, /key_length is 2147483648/u],
    [
      'more experts used than there are',
      { expert_count: 2, expert_used_count: 3 },
      /expert_used_count is 3/u
    ],
    ['more blocks for prediction than blocks', { nextn_predict_layers: 3 }, /nextn_predict_layers is 3/u]
  ]
  test.each(cases)('%s', (_, keys, message) => {
    const sample = dense('llama', 2, keys)
    const tensors: Sample['tensors'] = [...sample.tensors, ['blk.0.ffn_up_exps.weight', [64, 8, 2]]]
    expect(refusal({ ...sample, tensors })).toMatch(message)
    expect(refusal({ ...sample, tensors })).toMatch(/at byte \d+/u)
  })

  test('a window of 0 where the architecture needs one', () => {
    expect(refusal(dense('gpt-oss', 2, { 'attention.sliding_window': 0 }))).toMatch(/sliding_window is 0/u)
  })

  test('a tensor of a block that is not there', () => {
    const sample = dense('llama', 2)
    expect(refusal({ ...sample, tensors: [...sample.tensors, ['blk.7.attn_q.weight', [64]]] })).toMatch(
      /blk\.7/u
    )
  })

  test('no architecture', () => {
    expect(refusal({ ...dense('llama', 2), keys: {} })).toMatch(/block_count is missing/u)
  })
})
