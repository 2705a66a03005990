import { expect, test } from 'vitest'
import { plimsoll, plimsollJson } from '../support/plimsoll.ts'

interface Listing {
  readonly models: readonly {
    id: string
    fromArticle: boolean
    verdict: { level: string }
    popularity: number | null
  }[]
}

async function ask(args: readonly string[]): Promise<{ code: number | null; document: Listing }> {
  const { code, document } = await plimsollJson(args)
  return { code, document: document as Listing }
}

const desktop = ['--device', 'RTX 4070 Ti SUPER', '--ram', '32']

test('every model the article names is listed, each with a verdict', async () => {
  const { code, document } = await ask(['list', ...desktop])
  expect(code).toBe(0)
  const ids = document.models.map((model) => model.id)
  for (const id of [
    'deepseek-ai/DeepSeek-R1',
    'meta-llama/Llama-3.1-405B-Instruct',
    'meta-llama/Llama-4-Maverick-17B-128E-Instruct',
    'meta-llama/Llama-4-Scout-17B-16E-Instruct',
    'microsoft/phi-4',
    'microsoft/Phi-4-reasoning',
    'google/gemma-3-27b-it',
    'Qwen/QwQ-32B',
    'Qwen/Qwen3-235B-A22B',
    'Qwen/Qwen3-30B-A3B',
    'MiniMaxAI/MiniMax-M1-80k',
    'baidu/ERNIE-4.5-0.3B-PT',
    'baidu/ERNIE-4.5-VL-424B-A47B-PT',
    'IntervitensInc/pangu-pro-moe-model',
    'moonshotai/Kimi-K2-Instruct',
    'xai-org/grok-1',
    'openai-community/gpt2',
    'openai/gpt-oss-20b',
    'openai/gpt-oss-120b',
    'meta-llama/Llama-4-Behemoth'
  ]) {
    expect(ids).toContain(id)
  }
  expect(new Set(ids).size).toBe(ids.length)
  const ranks = new Set(
    document.models.flatMap(({ popularity }) => (popularity === null ? [] : [popularity]))
  )
  expect([...ranks].sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, at) => at + 1))
  const level = (part: string): string | undefined =>
    document.models.find(({ id }) => id.includes(part))?.verdict.level
  expect(level('Behemoth')).toBe('not-obtainable')
  expect(level('rok-3')).toBe('not-obtainable')
  expect(level('o3-mini')).toBe('not-obtainable')
  expect(level('gpt-oss-20b')).toBe('fits')
})

test('words narrow the list', async () => {
  const { out } = await plimsoll(['list', 'qwen', '30b', 'moe', ...desktop])
  expect(out).toContain('Qwen3 30B-A3B')
  expect(out).not.toContain('Grok')
})
