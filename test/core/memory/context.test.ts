import { describe, expect, test } from 'vitest'
import type { CacheSettings } from '../../../src/core/memory/cache-cells.ts'
import { contextByLayer, contextWhy } from '../../../src/core/memory/context.ts'
import type { Architecture } from '../../../src/core/model/architecture.ts'
import {
  deepseekR1,
  gemma1b,
  gemma3n,
  gemma4,
  graniteHybrid,
  inMib,
  llama4Scout,
  llama8b,
  qwen3Moe,
  settings,
  total
} from '../placement/samples.ts'

const context = (architecture: Architecture, change: Partial<CacheSettings>): string =>
  inMib(total(contextByLayer(architecture, settings(change))))

describe('context memory of all layers', () => {
  // Every size is llama.cpp's own (test/truth/llama-memory.json says how it was read), except where a line says more.
  test.each<[string, Architecture, Partial<CacheSettings>, string]>([
    ['grouped queries, f16', qwen3Moe, { contextTokens: 4096 }, '384.00 MiB'],
    ['grouped queries, q8_0', qwen3Moe, { contextTokens: 32768, cacheType: 'q8_0' }, '1632.00 MiB'],
    ['grouped queries, q4_0', qwen3Moe, { contextTokens: 32768, cacheType: 'q4_0' }, '864.00 MiB'],
    ['iq4_nl takes as much as q4_0', qwen3Moe, { contextTokens: 32768, cacheType: 'iq4_nl' }, '864.00 MiB'],
    ['f32 takes twice f16', qwen3Moe, { contextTokens: 4096, cacheType: 'f32' }, '768.00 MiB'],
    ['cells are padded to 256', llama8b, { contextTokens: 4097 }, '544.00 MiB'],
    ['four sequences share the context', llama8b, { contextTokens: 32768, parallel: 4 }, '4096.00 MiB'],
    ['each sequence is padded by itself', llama8b, { contextTokens: 4096, parallel: 3 }, '576.00 MiB'],
    ['latent attention keeps one vector', deepseekR1, { contextTokens: 4096 }, '274.50 MiB'],
    ['sliding layers keep window and micro-batch', gemma1b, { contextTokens: 4096 }, '38.00 MiB'],
    ['a smaller micro-batch, a smaller window', gemma1b, { contextTokens: 32768, ubatch: 128 }, '144.50 MiB'],
    [
      'micro-batches end at the batch of 2,048',
      gemma1b,
      { contextTokens: 32768, ubatch: 4096 },
      '183.00 MiB'
    ],
    ['one window per sequence', gemma1b, { contextTokens: 32768, parallel: 4 }, '216.00 MiB'],
    [
      'all windows in one cache',
      gemma1b,
      { contextTokens: 32768, parallel: 4, kvUnified: true },
      '183.00 MiB'
    ],
    ['--swa-full keeps everything', gemma1b, { contextTokens: 8192, swaFull: true }, '208.00 MiB'],
    ['chunked layers keep a chunk', llama4Scout, { contextTokens: 32768 }, '2760.00 MiB'],
    ['recurrent state is f32 and per sequence', graniteHybrid, { contextTokens: 4096 }, '87.37 MiB'],
    ['global layers of their own shape', gemma4, { contextTokens: 4096 }, '1520.00 MiB'],
    ['transposed values are padded', gemma4, { contextTokens: 4096, flashAttention: false }, '1680.00 MiB'],
    ['20 of 30 layers keep a cache (from the shape)', gemma3n, { contextTokens: 4096 }, '64.00 MiB']
  ])('%s', (_, architecture, change, expected) => {
    expect(context(architecture, change)).toBe(expected)
  })

  test('state does not grow with the context', () => {
    const short = contextByLayer(graniteHybrid, settings({ contextTokens: 4096 }))
    const long = contextByLayer(graniteHybrid, settings({ contextTokens: 131072 }))
    expect(long[0]).toBe(short[0])
    expect(long[5]).toBe((short[5] ?? 0) * 32)
  })
})

describe('how it comes about, for a person', () => {
  test.each<[string, Architecture, Partial<CacheSettings>, string]>([
    ['one kind of layer', qwen3Moe, {}, '48 layers x 4 heads x 128 x 2 x f16 x 8,192 tokens'],
    [
      'two kinds',
      gemma1b,
      { cacheType: 'q8_0' },
      '22 layers x 1 head x 256 x 2 x q8_0 x 1,024 tokens + 4 layers x 1 head x 256 x 2 x q8_0 x 8,192 tokens'
    ],
    [
      'a latent cache of four sequences',
      deepseekR1,
      { parallel: 4 },
      '61 layers x latent 512 + 64 x f16 x 2,048 tokens x 4 sequences'
    ],
    [
      'state beside a cache',
      graniteHybrid,
      { parallel: 2 },
      '36 layers x state of 1,612,800 B in f32 x 2 sequences + 4 layers x 4 heads x 128 x 2 x f16 x 4,096 tokens x 2 sequences'
    ]
  ])('%s', (_, architecture, change, expected) => {
    expect(contextWhy(architecture, settings(change))).toBe(expected)
  })
})
