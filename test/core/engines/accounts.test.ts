import { describe, expect, test } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import type { Ask } from '../../../src/core/fit/ask.ts'
import { assess } from '../../../src/core/fit/assess.ts'
import type { Assessment } from '../../../src/core/fit/assessment.ts'
import { totalOf } from '../../../src/core/memory/term.ts'
import { answer, assessed, machineOf } from './questions.ts'

const h100 = machineOf('NVIDIA H100 SXM5', 1, 80)
const rtx4090 = machineOf('RTX 4090', 1)
const two3090 = machineOf('RTX 3090', 2)
const mac = machineOf('Apple M4 Max (40-core GPU)', 1, 64)
const gib = 2 ** 30
const weights = ({ devices: [first] }: Assessment): number =>
  totalOf((first?.terms ?? []).filter(({ kind }) => kind === 'weights'))

describe('vLLM', () => {
  test('weights are what it prints while loading', () => {
    // "Model loading took" 14.99 GiB (vllm issue 10517), 67.72 GiB as w8a8 (vllm pull 12569).
    const bf16 = assessed('llama-3.1-8b-instruct', h100, { name: 'vllm' }, 'BF16')
    expect(weights(bf16) / gib).toBeCloseTo(14.99, 2)
    const int8 = assessed('llama-3.1-70b-instruct', { gpus: 1 }, { name: 'vllm' }, 'INT8')
    expect(weights(int8) / gib).toBeCloseTo(67.72, 2)
  })

  test('gpt-oss-120b takes what its padded MXFP4 experts take: 65.97 GiB (vllm issue 23278), within 1 %', () => {
    const held = weights(assessed('gpt-oss-120b', { gpus: 1 }, { name: 'vllm' }, 'MXFP4')) / gib
    expect(Math.abs(held / 65.97 - 1)).toBeLessThan(0.01)
  })

  test('the cache of Llama 3.1 8B on an H100 comes within 1 % of the 51.38 GiB that v0.11 printed', () => {
    // The driver says 79.18 GiB where the data sheet says 80; utilization 0.9.
    const share = (0.9 * 79.18) / 80
    const { serving } = assessed(
      'llama-3.1-8b-instruct',
      h100,
      { name: 'vllm', version: '0.11', gpuMemoryUtilization: share },
      'BF16'
    )
    expect(Math.abs((serving?.poolBytes ?? 0) / gib / 51.38 - 1)).toBeLessThan(0.01)
  })

  test('every byte of the share is in a term, and the terms stay within it', () => {
    const { devices, verdict, serving, engine } = assessed(
      'qwen3-8b',
      rtx4090,
      { name: 'vllm', maxModelLen: 8192 },
      'FP8'
    )
    expect(verdict.level).toBe('fits')
    const [gpu] = devices
    if (!gpu || gpu.loadLine === null || engine.name !== 'vllm') throw new Error('no GPU')
    const block = (serving?.poolBytes ?? 0) / (serving?.blocks ?? 1)
    const unused = gpu.loadLine - totalOf(gpu.terms)
    expect(unused).toBeGreaterThanOrEqual(-8) // each term is rounded up to whole bytes
    expect(unused).toBeLessThan(block)
  })

  test('what does not fit says which limit binds and what would help, and the advice holds', () => {
    const asked: Ask['engine'] = { name: 'vllm', maxModelLen: 131_072 }
    const { verdict, largestContext } = assessed('qwen3-8b', rtx4090, asked, 'BF16')
    expect(verdict.level).toBe('does-not-fit')
    expect(verdict.short?.bytes).toBeGreaterThan(0)
    const longest = largestContext ?? 0
    expect(verdict.advice.join(' ')).toContain(longest.toLocaleString('en'))
    const at = (maxModelLen: number): string =>
      assessed('qwen3-8b', rtx4090, { name: 'vllm', maxModelLen }, 'BF16').verdict.level
    expect([at(longest), at(longest + 1)]).toEqual(['fits', 'does-not-fit'])
    expect(
      assessed('qwen3-8b', rtx4090, { name: 'vllm', maxModelLen: 'auto' }, 'BF16').engine.contextTokens
    ).toBe(longest)
  })

  test.each([
    ['tensorParallel', 3, 'tensorParallel cannot be 3'],
    ['tensorParallel', 8, 'tensorParallel x pipelineParallel cannot be 8'],
    ['gpuMemoryUtilization', 0, 'above 0, at most 1'],
    ['gpuMemoryUtilization', 1.2, 'above 0, at most 1'],
    ['maxModelLen', 0, 'a whole number from 1'],
    ['maxModelLen', 1e12, 'a whole number from 1'],
    ['maxModelLen', 4096.5, 'a whole number from 1'],
    ['maxModelLen', 1_000_000, 'reads at most'],
    ['maxNumSeqs', Number.NaN, 'a whole number from 1'],
    ['kvCacheDtype', 'q8_0', '"fp8"'],
    ['version', 'yesterday', 'a release'],
    ['cpuMoeLayers', 3, 'belongs to llama.cpp, LM Studio'],
    ['nonsense', 3, 'no engine here has it']
  ])('%s of %s is an error that says what is allowed', (field, value, words) => {
    const given = answer('qwen3-8b', two3090, { name: 'vllm', [field]: value })
    expect(given).toContain(field)
    expect(given).toContain(words)
  })

  test('it says where it cannot run', () => {
    const sentence = (...asked: Parameters<typeof answer>): string => assessed(...asked).verdict.sentence
    expect(sentence('qwen3-8b', mac, { name: 'vllm' })).toContain('Linux')
    expect(sentence('qwen3-8b', machineOf('RTX 4090', 1, 24, 'windows'), { name: 'vllm' })).toContain('WSL')
    expect(sentence('qwen3-8b', machineOf('RTX 2080 Ti', 1, 11), { name: 'vllm' }, 'BF16')).toContain('8.0')
    expect(
      sentence('qwen3-30b-a3b', machineOf('RTX 4090', 8), { name: 'vllm', tensorParallel: 8 }, 'FP8')
    ).toContain('768 over 8 ranks is 96')
    expect(answer('qwen3-8b', h100, { name: 'vllm' }, 'Q4_K_M')).toContain('GGUF')
  })
})

describe('SGLang', () => {
  test('Qwen3-235B FP8 on 4 x H100, fraction 0.93: within 12 % of the 367,404 tokens that were printed', () => {
    const four = machineOf('NVIDIA H100 SXM5', 4, 80)
    const { serving } = assessed(
      'qwen3-235b-a22b',
      four,
      { name: 'sglang', memFractionStatic: 0.93, tensorParallel: 4 },
      'FP8'
    )
    expect(Math.abs((serving?.cacheTokens ?? 0) / 367_404 - 1)).toBeLessThan(0.12)
  })

  test('a request longer than the pool does not fit', () => {
    const { verdict, largestContext } = assessed(
      'qwen3-8b',
      rtx4090,
      { name: 'sglang', contextLength: 131_072 },
      'BF16'
    )
    expect(verdict.level).toBe('does-not-fit')
    const again = assessed(
      'qwen3-8b',
      rtx4090,
      { name: 'sglang', contextLength: largestContext ?? 0 },
      'BF16'
    )
    expect(again.verdict.level).toBe('fits')
  })
})

describe('MLX', () => {
  test('weights in 4 bits are 4.5 bits of every matrix: 335 MB for Qwen3-0.6B', () => {
    const { weightsBytes } = assessed('qwen3-0.6b', mac, { name: 'mlx' }, 'MLX-4BIT-G64')
    expect(Math.abs((weightsBytes ?? 0) / 335e6 - 1)).toBeLessThan(0.01)
  })

  test('the cache grows in steps of 256 tokens, and its bits shrink it', () => {
    const cache = (contextTokens: number, more: Record<string, string> = {}): number => {
      const { serving } = assessed('qwen3-8b', mac, { name: 'mlx', contextTokens, ...more }, '4bit')
      return serving?.requestBytes ?? 0
    }
    expect(cache(1)).toBe(256 * 36 * 8 * 128 * 2 * 2)
    expect(cache(257)).toBe(2 * cache(1))
    expect(cache(4096, { kvBits: '8' }) / cache(4096)).toBe(8.5 / 16)
  })

  test.each([
    [{ kvBits: '8' }, 'gemma-3-4b-it', 'rotating'],
    [{ kvGroupSize: 48 }, 'qwen3-8b', '32, 64 or 128'],
    [{ kvBits: '7' }, 'qwen3-8b', '"none"'],
    [{ contextTokens: 0 }, 'qwen3-8b', 'a whole number']
  ])('%o is refused for %s', (settings, model, words) => {
    expect(answer(model, mac, { name: 'mlx', ...settings })).toContain(words)
  })
})

/** Every number of an answer, however deep. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(numbersIn)
}

describe('every model of the catalogue under every engine', () => {
  const targets = [rtx4090, mac, { gpus: 2 }]
  const asks: Ask['engine'][] = [
    { name: 'vllm' },
    {
      name: 'vllm',
      maxModelLen: 'auto',
      enforceEager: true,
      prefixCaching: false,
      kvCacheDtype: 'fp8_per_token_head'
    },
    { name: 'vllm', hybridKvCache: false, numGpuBlocksOverride: 1_000_000 },
    { name: 'sglang', contextLength: 'auto' },
    { name: 'mlx' },
    { name: 'ollama' },
    { name: 'lm-studio' }
  ]

  test.each(asks)(
    '%o: no figure is negative, endless or not a number, and a fit keeps to its line',
    (engine) => {
      for (const model of models) {
        for (const target of targets) {
          const result = assess(model, target, { quant: 'auto', engine, brief: true })
          if (!result.ok) {
            expect(result.error.field).not.toBe('')
            continue
          }
          const { devices, host, verdict, largestContext, serving, weightsBytes } = result.value
          const bills = [...devices, host].map(({ terms, loadLine }) => [terms, loadLine])
          for (const n of numbersIn([bills, largestContext, serving, weightsBytes, verdict.short])) {
            if (!(Number.isFinite(n) && n >= 0)) throw new Error(`${model.id}: ${n}`)
          }
          if (verdict.level !== 'fits') continue
          for (const { terms, loadLine } of devices) {
            // Terms are rounded up to whole bytes one by one.
            if (loadLine !== null && totalOf(terms) > loadLine + 8)
              throw new Error(`${model.id} is over its line`)
          }
        }
      }
    },
    // The whole catalogue, on whatever machine the tests run: a limit for hangs, not a measure.
    120_000
  )
})
