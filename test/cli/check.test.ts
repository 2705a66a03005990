import { describe, expect, test } from 'vitest'
import { plimsoll, plimsollJson } from '../support/plimsoll.ts'

interface Answer {
  readonly model: string
  readonly quant: string | null
  readonly parameters: { total: number; active: number }
  readonly devices: readonly { weightsBytes: number; loadLineBytes: number | null }[]
  readonly host: { weightsBytes: number }
  readonly verdict: { level: string; sentence: string }
  readonly engine: { cpuMoeLayers: number; contextTokens: number }
  readonly command: string | null
}

async function ask(args: readonly string[]): Promise<{ code: number | null; document: Answer }> {
  const { code, document } = await plimsollJson(args)
  return { code, document: document as Answer }
}

const desktop = ['--device', 'RTX 4070 Ti SUPER', '--ram', '32']

describe('can I run Qwen3-30B-A3B?', () => {
  test('on a 16 GiB card it runs with experts in RAM, and says so in a sentence', async () => {
    const { code, document } = await ask(['check', 'qwen3-30b-a3b', '-q', 'Q4_K_M', ...desktop])
    expect(code).toBe(0)
    expect(document.model).toBe('Qwen/Qwen3-30B-A3B')
    expect(document.parameters.total).toBe(30_532_122_624)
    expect(document.verdict.level).toBe('fits-with-offload')
    expect(document.engine.cpuMoeLayers).toBeGreaterThan(0)
    expect(document.verdict.sentence).toMatch(/experts of \d+ of 48 layers in RAM/)
    expect(document.command).toMatch(/--n-cpu-moe \d+/)
  })

  test('on a 24 GiB card it fits whole', async () => {
    const { code, document } = await ask(['check', 'Qwen3 30B A3B', '-q', 'Q4_K_M', '--device', 'RTX 4090'])
    expect(code).toBe(0)
    expect(document.verdict.level).toBe('fits')
  })

  test('the text answer has the sentence, the bill and the command', async () => {
    const { code, out } = await plimsoll(['check', 'qwen3-30b-a3b', ...desktop])
    expect(code).toBe(0)
    expect(out).toContain('30.5B held, 3.35B read per token')
    expect(out).toContain('KV cache')
    expect(out).toContain('llama-server')
  })
})

test('DeepSeek-R1 does not run on a desktop: exit code 1, and it says what is missing', async () => {
  const { code, document } = await ask(['check', 'deepseek-r1', ...desktop])
  expect(code).toBe(1)
  expect(document.verdict.level).toBe('does-not-fit')
  expect(document.command).toBeNull()
})

test('a model that was only announced has no verdict', async () => {
  const { code, document } = await ask(['check', 'Llama 4 Behemoth', ...desktop])
  expect(code).toBe(1)
  expect(document.verdict.level).toBe('not-obtainable')
  expect(document.quant).toBeNull()
})

describe('bad input ends with one sentence and exit code 2', () => {
  test.each([
    ['an unknown model suggests near ones', ['check', 'qwen3-30b-a4b'], /qwen3-30b-a3b/i],
    ['a file that is not there', ['check', './model-Q4_K_M.gguf'], /There is no file .*Check the path/],
    ['a negative context', ['check', 'qwen3-30b-a3b', '--context', '-5'], /context/i],
    ['an absurd context', ['check', 'qwen3-30b-a3b', '--context', '1000000000000', ...desktop], /context/i],
    ['context zero', ['check', 'qwen3-30b-a3b', '--context', '0', ...desktop], /context/i],
    ['a context beyond the model', ['check', 'gpt2', '--context', '8k', ...desktop], /1,?024/],
    ['a quantisation that does not exist', ['check', 'gpt2', '-q', 'Q9_X'], /Q9_X/],
    ['an unknown device', ['check', 'gpt2', '--device', 'RTX 9999'], /RTX 9999/],
    ['a machine file that is not there', ['check', 'gpt2', '--machine', 'nowhere.json'], /nowhere\.json/],
    ['an option that does not exist', ['check', 'gpt2', '--gpu'], /--gpu/],
    ['no model', ['check'], /model/],
    ['a port that is none', ['serve', '--port', '99999'], /port/]
  ])('%s', async (_, args, message) => {
    const { code, out, err } = await plimsoll(args)
    expect(code).toBe(2)
    expect(err).toMatch(message)
    expect(err.trim().split('\n').length).toBeLessThanOrEqual(2)
    expect(out).toBe('')
    expect(err).not.toContain('    at ')
  })
})

test.each(['detect', 'list', 'check', 'report', 'serve', 'batch'])('%s has --help', async (command) => {
  const { code, out } = await plimsoll([command, '--help'])
  expect(code).toBe(0)
  expect(out).toContain(`Usage: plimsoll ${command}`)
  expect(out).toContain('--json')
})
