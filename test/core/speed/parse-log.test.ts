import { describe, expect, test } from 'vitest'
import { parseLog } from '../../../src/core/speed/parse-log.ts'

const speeds = (text: string): (readonly [string, string, number])[] =>
  parseLog(text).map(({ engine, what, tokensPerSecond }) => [engine, what, tokensPerSecond] as const)

describe('rates are read from', () => {
  test('a table of llama-bench, with the depth of each row', () => {
    const text = [
      '| model                  |     size | params | backend | ngl |          test |            t/s |',
      '| ---------------------- | -------: | -----: | ------- | --: | ------------: | -------------: |',
      '| example 7B Q4_0        | 3.50 GiB | 6.60 B | CUDA    |  99 |         pp512 | 5000.10 ± 3.20 |',
      '| example 7B Q4_0        | 3.50 GiB | 6.60 B | CUDA    |  99 | tg128 @ d4096 |  120.50 ± 0.30 |'
    ].join('\n')
    expect(parseLog(text)).toEqual([
      {
        engine: 'llama.cpp',
        what: 'prefill',
        tokensPerSecond: 5000.1,
        tokens: 512,
        depth: 0,
        model: 'example 7B Q4_0',
        backend: 'CUDA'
      },
      {
        engine: 'llama.cpp',
        what: 'decode',
        tokensPerSecond: 120.5,
        tokens: 128,
        depth: 4096,
        model: 'example 7B Q4_0',
        backend: 'CUDA'
      }
    ])
  })

  test('JSON Lines and JSON of llama-bench; a test of both at once is neither', () => {
    const decode = { n_prompt: 0, n_gen: 128, n_depth: 0, avg_ts: 99.5, model_type: 'example' }
    const both = { n_prompt: 512, n_gen: 128, avg_ts: 300 }
    const lines = `${JSON.stringify(decode)}\nnot JSON {\n${JSON.stringify(both)}\n`
    expect(speeds(lines)).toEqual([['llama.cpp', 'decode', 99.5]])
    expect(speeds(JSON.stringify([decode, both]))).toEqual([['llama.cpp', 'decode', 99.5]])
  })

  test('timings of llama-server and llama-cli', () => {
    const text = [
      'prompt eval time =     200.00 ms /   400 tokens (    0.50 ms per token,  2000.00 tokens per second)',
      '       eval time =    1000.00 ms /    50 runs   (   20.00 ms per token,    50.00 tokens per second)'
    ].join('\n')
    expect(speeds(text)).toEqual([
      ['llama.cpp', 'prefill', 2000],
      ['llama.cpp', 'decode', 50]
    ])
  })

  test('ollama run --verbose', () => {
    const text = [
      'total duration:       3.1s',
      'prompt eval count:    26 token(s)',
      'prompt eval duration: 13ms',
      'prompt eval rate:     2000.00 tokens/s',
      'eval count:           100 token(s)',
      'eval duration:        2s',
      'eval rate:            50.00 tokens/s'
    ].join('\n')
    expect(speeds(text)).toEqual([
      ['Ollama', 'prefill', 2000],
      ['Ollama', 'decode', 50]
    ])
  })

  test('LM Studio and MLX', () => {
    expect(speeds('43.25 tok/sec • 512 tokens • 0.31s to first token')).toEqual([
      ['LM Studio', 'decode', 43.25]
    ])
    expect(
      speeds('Prompt: 12 tokens, 150.500 tokens-per-sec\nGeneration: 100 tokens, 61.500 tokens-per-sec')
    ).toEqual([
      ['MLX', 'prefill', 150.5],
      ['MLX', 'decode', 61.5]
    ])
  })
})

test('text without a rate gives none, nor do zero and infinite rates', () => {
  expect(parseLog('')).toEqual([])
  expect(parseLog('eval time = 0.00 ms / 1 runs ( 0.00 ms per token, inf tokens per second)')).toEqual([])
  expect(parseLog('0.00 tok/sec')).toEqual([])
})
