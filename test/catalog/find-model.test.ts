import { describe, expect, test } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { findModel } from '../../src/catalog/find-model.ts'

const idOf = (name: string): string => {
  const found = findModel(name)
  return found.ok ? found.value.id : `unknown: ${found.error.near.map(({ slug }) => slug).join(', ')}`
}

test.each(models.map(({ id, slug, name }) => [id, slug, name] as const))(
  '%s is found by its id, slug and name',
  (id, slug, name) => {
    expect([id, id.toUpperCase(), slug, name].map(idOf)).toEqual([id, id, id, id])
  }
)

test.each(models.flatMap(({ id, aliases = [] }) => aliases.map((alias) => [alias, id] as const)))(
  'the alias %s is %s',
  (alias, id) => {
    expect(idOf(alias)).toBe(id)
  }
)

describe('names as people and other publishers write them', () => {
  test.each([
    ['qwen3 30b a3b', 'Qwen/Qwen3-30B-A3B'],
    ['QWEN3_30B_A3B', 'Qwen/Qwen3-30B-A3B'],
    ['qwen 3 30b-a3b', 'Qwen/Qwen3-30B-A3B'],
    ['qwen3:30b', 'Qwen/Qwen3-30B-A3B'],
    ['30b a3b', 'Qwen/Qwen3-30B-A3B'],
    ['unsloth/Qwen3-30B-A3B-GGUF', 'Qwen/Qwen3-30B-A3B'],
    ['unsloth/Qwen3-30B-A3B-GGUF:Q4_K_M', 'Qwen/Qwen3-30B-A3B'],
    ['hf.co/bartowski/Qwen_Qwen3-30B-A3B-GGUF', 'Qwen/Qwen3-30B-A3B'],
    ['bartowski/google_gemma-3-27b-it-GGUF', 'google/gemma-3-27b-it'],
    ['bartowski/meta-llama_Llama-4-Scout-17B-16E-Instruct-GGUF', 'meta-llama/Llama-4-Scout-17B-16E-Instruct'],
    ['lmstudio-community/Qwen3-30B-A3B-MLX-4bit', 'Qwen/Qwen3-30B-A3B'],
    ['Qwen3-30B-A3B-Q4_K_M.gguf', 'Qwen/Qwen3-30B-A3B'],
    ['Qwen/Qwen3-30B-A3B-FP8', 'Qwen/Qwen3-30B-A3B'],
    ['Qwen/Qwen3-30B-A3B-Base', 'Qwen/Qwen3-30B-A3B'],
    ['Qwen3-30B-A3B-Instruct', 'Qwen/Qwen3-30B-A3B'],
    ['Qwen3-30B-A3B-2507', 'Qwen/Qwen3-30B-A3B-Instruct-2507'],
    ['qwen3 30b a3b instruct 2507', 'Qwen/Qwen3-30B-A3B-Instruct-2507'],
    ['Qwen/Qwen3-30B-A3B-Instruct-2507-FP8', 'Qwen/Qwen3-30B-A3B-Instruct-2507'],
    ['Qwen/Qwen3-30B-A3B-Thinking-2507', 'Qwen/Qwen3-30B-A3B-Instruct-2507'],
    ['qwen3 coder 30b', 'Qwen/Qwen3-Coder-30B-A3B-Instruct'],
    ['qwen3-coder:30b-a3b', 'Qwen/Qwen3-Coder-30B-A3B-Instruct'],
    ['Qwen3-235BA22B', 'Qwen/Qwen3-235B-A22B'],
    ['Qwen/Qwen3-8B-2507', 'Qwen/Qwen3-8B'],
    ['Qwen/Qwen2.5-7B', 'Qwen/Qwen2.5-7B-Instruct'],
    ['qwen2.5-coder:32b', 'Qwen/Qwen2.5-Coder-32B-Instruct'],
    ['qwq', 'Qwen/QwQ-32B'],
    ['QwQ-32B-AWQ', 'Qwen/QwQ-32B'],
    ['r1', 'deepseek-ai/DeepSeek-R1'],
    ['deepseek-r1:671b', 'deepseek-ai/DeepSeek-R1'],
    ['deepseek-r1-0528', 'deepseek-ai/DeepSeek-R1-0528'],
    ['DeepSeek-V3-0324', 'deepseek-ai/DeepSeek-V3'],
    ['deepseek r1 distill llama 8b', 'deepseek-ai/DeepSeek-R1-Distill-Llama-8B'],
    ['deepseek r1 32b', 'deepseek-ai/DeepSeek-R1-Distill-Qwen-32B'],
    ['llama 3.1 8b', 'meta-llama/Llama-3.1-8B-Instruct'],
    ['llama3.1:8b-instruct-q4_K_M', 'meta-llama/Llama-3.1-8B-Instruct'],
    ['meta-llama/Meta-Llama-3.1-8B-Instruct', 'meta-llama/Llama-3.1-8B-Instruct'],
    ['llama3.2 3b', 'meta-llama/Llama-3.2-3B-Instruct'],
    ['Llama-3.3-70B', 'meta-llama/Llama-3.3-70B-Instruct'],
    ['Llama 405B', 'meta-llama/Llama-3.1-405B-Instruct'],
    ['maverick', 'meta-llama/Llama-4-Maverick-17B-128E-Instruct'],
    ['Llama-4-Maverick-17B-128E-Instruct-FP8', 'meta-llama/Llama-4-Maverick-17B-128E-Instruct'],
    ['llama 4 scout', 'meta-llama/Llama-4-Scout-17B-16E-Instruct'],
    ['behemoth', 'meta-llama/Llama-4-Behemoth'],
    ['phi4', 'microsoft/phi-4'],
    ['unsloth/phi-4-bnb-4bit', 'microsoft/phi-4'],
    ['phi 4 reasoning', 'microsoft/Phi-4-reasoning'],
    ['phi-4-mini', 'microsoft/Phi-4-mini-instruct'],
    ['granite 3.3 8b', 'ibm-granite/granite-3.3-8b-instruct'],
    ['granite-4.0-h-small-FP8', 'ibm-granite/granite-4.0-h-small'],
    ['gemma 3 27b', 'google/gemma-3-27b-it'],
    ['gemma3:27b', 'google/gemma-3-27b-it'],
    ['google/gemma-3-27b-pt', 'google/gemma-3-27b-it'],
    ['google/gemma-3-27b-it-qat-q4_0-gguf', 'google/gemma-3-27b-it'],
    ['gemma 3n e4b', 'google/gemma-3n-E4B-it'],
    ['gemma 4 26b', 'google/gemma-4-26B-A4B-it'],
    ['gpt2', 'openai-community/gpt2'],
    ['GPT-2', 'openai-community/gpt2'],
    ['gpt-oss:20b', 'openai/gpt-oss-20b'],
    ['gptoss 120b', 'openai/gpt-oss-120b'],
    ['openai/gpt-oss-20b-BF16', 'openai/gpt-oss-20b'],
    ['Kimi 2', 'moonshotai/Kimi-K2-Instruct'],
    ['kimi k2', 'moonshotai/Kimi-K2-Instruct'],
    ['moonshotai/Kimi-K2-Base', 'moonshotai/Kimi-K2-Instruct'],
    ['minimax m1', 'MiniMaxAI/MiniMax-M1-80k'],
    ['MiniMaxAI/MiniMax-M1-40k', 'MiniMaxAI/MiniMax-M1-80k'],
    ['ernie', 'baidu/ERNIE-4.5-300B-A47B-PT'],
    ['ERNIE-4.5-300B-A47B-Paddle', 'baidu/ERNIE-4.5-300B-A47B-PT'],
    ['ernie 4.5 0.3b', 'baidu/ERNIE-4.5-0.3B-PT'],
    ['ernie 424b', 'baidu/ERNIE-4.5-VL-424B-A47B-PT'],
    ['pangu', 'IntervitensInc/pangu-pro-moe-model'],
    ['grok-1', 'xai-org/grok-1'],
    ['grok 3', 'xai/grok-3'],
    ['o3-mini', 'openai/o3-mini'],
    ['mixtral 8x7b', 'mistralai/Mixtral-8x7B-Instruct-v0.1'],
    ['mistral-small:24b', 'mistralai/Mistral-Small-24B-Instruct-2501'],
    ['Ministral 3 14B', 'mistralai/Ministral-3-14B-Instruct-2512'],
    ['nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-NVFP4', 'nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16'],
    ['glm 4.5 air', 'zai-org/GLM-4.5-Air'],
    ['Qwen3.8 27B', 'Qwen/Qwen3.8-27B']
  ])('%s', (name, id) => {
    expect(idOf(name).split(':')[0]).toBe(id)
  })
})

describe('a name that is no model resolves to none', () => {
  test.each([
    'llama 3.2 8b',
    'llama 3.1 7b',
    'gemma 3 26b',
    'qwen 330b a3b',
    'qwen3 30b a30b',
    'qwen3 3b',
    'gpt-oss-2',
    'phi-4-14',
    'mixtral 7b',
    'grok',
    'grok 4',
    'qwen',
    'instruct',
    '8b',
    ''
  ])('“%s”', (name) => {
    expect(idOf(name)).toMatch(/^unknown/)
  })
})

test.each(
  models.flatMap(({ id, variants = [], files = {} }) =>
    [...variants, ...Object.values(files).flat()].map((repo) => [repo, id] as const)
  )
)('the repackaging %s is %s', (repo, id) => {
  expect(idOf(repo)).toBe(id)
})

describe('ids of repositories that nobody has written down', () => {
  test.each([
    ['RedHatAI/Qwen3-8B-quantized.w4a16', 'Qwen/Qwen3-8B'],
    ['someone/Qwen3-14B-FP8-block', 'Qwen/Qwen3-14B'],
    ['someone/Qwen3-14B-4.65bpw-exl2', 'Qwen/Qwen3-14B'],
    ['someone/deepseek-ai-DeepSeek-V3.1-8bit', 'deepseek-ai/DeepSeek-V3.1'],
    ['mlx-community/Mistral-Small-24B-Instruct-2501-4bit', 'mistralai/Mistral-Small-24B-Instruct-2501'],
    ['someone/gemma-3-27b-it-qat-q4_0-unquantized', 'google/gemma-3-27b-it'],
    ['someone/Qwen3.6-27B-MTP-GGUF', 'Qwen/Qwen3.6-27B'],
    ['LiquidAI/LFM2.5-1.2B-Thinking', 'LiquidAI/LFM2.5-1.2B-Instruct'],
    ['Meta-Llama-3.1-8B-Instruct-Q4_K_M-00001-of-00002.gguf', 'meta-llama/Llama-3.1-8B-Instruct']
  ])('%s', (name, id) => {
    expect(idOf(name)).toBe(id)
  })
})

describe('a version is never skipped, a size never stretched', () => {
  test.each([
    ['01-ai/Yi-34B', '01-ai/Yi-34B-Chat'],
    ['HuggingFaceTB/SmolLM-360M', 'HuggingFaceTB/SmolLM-360M-Instruct'],
    ['tiiuae/falcon-7b', 'tiiuae/falcon-7b-instruct'],
    ['mistralai/Mixtral-8x22B-v0.1', 'mistralai/Mixtral-8x22B-v0.1'],
    ['deepseek v3 671b', 'deepseek-ai/DeepSeek-V3'],
    ['qwne3 30b a3b', 'Qwen/Qwen3-30B-A3B'],
    ['deepsek r1 671b', 'deepseek-ai/DeepSeek-R1'],
    ['Ling 3.0 flash VL', 'inclusionAI/Ling-3.0-flash-VL'],
    ['inclusionAI/Ling-3.0-flash-Fin', 'inclusionAI/Ling-3.0-flash'],
    ['k2 horizon 7b', 'IFM/K2-Horizon-7B'],
    ['hypernova 60b', 'MultiverseComputingCAI/Hypernova-60B-2605']
  ])('%s is %s', (name, id) => {
    expect(idOf(name)).toBe(id)
  })

  test.each([
    'internlm/internlm-chat-7b',
    'internlm/internlm2-7b',
    'allenai/OLMo-7B-Instruct',
    'deepseek-ai/DeepSeek-V4-Flash-DSpark',
    'deepseek-ai/DeepSeek-V4-Pro-DSpark',
    'acme/Qwen3-30B-A3B-special',
    'RedHatAI/Qwen3-8B-speculator.eagle3',
    'cerebras/GLM-4.5-Air-REAP-82B-A12B',
    'deepseek 671b',
    'gemma 27b'
  ])('%s is left open', (name) => {
    expect(idOf(name)).toMatch(/^unknown/)
  })
})

test('an ending never leads to a model of another size', () => {
  const endings = [
    '-Instruct',
    '-it',
    '-hf',
    '-Chat',
    '-Base',
    '-2507',
    '-BF16',
    '-FP8',
    '-GGUF',
    '-AWQ',
    ' Q4_K_M'
  ]
  for (const model of models) {
    for (const ending of endings) {
      const found = findModel(model.id + ending)
      expect(found.ok && [found.value.parameters.total, found.value.architecture?.layers]).toEqual([
        model.parameters.total,
        model.architecture?.layers
      ])
    }
  }
})

test('an unknown name comes with at most three near ones', () => {
  const found = findModel('llama 3.2 8b')
  expect(found).toMatchObject({
    ok: false,
    error: {
      kind: 'unknown-model',
      message:
        'The catalogue has no model “llama 3.2 8b”. Did you mean llama-3.2-3b-instruct, llama-3.1-8b-instruct or llama-3.2-1b-instruct?'
    }
  })
})

test('a name of several models names them', () => {
  const found = findModel('gemma 27b')
  expect(found.ok).toBe(false)
  if (!found.ok)
    expect(found.error.near.map(({ slug }) => slug).sort()).toEqual(['gemma-2-27b-it', 'gemma-3-27b-it'])
})
