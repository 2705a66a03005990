import { describe, expect, test } from 'vitest'
import { gpuCompute, type GpuPart, hostCompute } from '../../../src/core/memory/compute-buffer.ts'
import { computeStages } from '../../../src/core/memory/compute-stages.ts'
import type { CacheSettings } from '../../../src/core/memory/cache-cells.ts'
import type { Architecture } from '../../../src/core/model/architecture.ts'
import { deepseekR1, gemma1b, inMib, llama8b, qwen3Moe, settings } from '../placement/samples.ts'

const alone: GpuPart = {
  blocks: true,
  output: true,
  pipeline: false,
  first: true,
  expertsElsewhere: false,
  experts: true
}
const onGpu = (architecture: Architecture, change: Partial<CacheSettings>): string =>
  inMib(gpuCompute(computeStages(architecture, settings(change)), alone))
const inputs = (architecture: Architecture, change: Partial<CacheSettings>): number =>
  hostCompute(computeStages(architecture, settings(change)), {
    blocks: false,
    output: false,
    experts: false,
    pipeline: false
  })

describe('compute buffer of a GPU that holds everything', () => {
  // Where a figure is llama.cpp's own to the hundredth of a MiB, the name says so.
  test.each<[string, Architecture, Partial<CacheSettings>, string]>([
    ['logits of a micro-batch decide (exact)', qwen3Moe, {}, '300.75 MiB'],
    ['and grow with the micro-batch (exact)', qwen3Moe, { ubatch: 2048 }, '1203.00 MiB'],
    ['but not with the context (exact)', llama8b, { contextTokens: 131072 }, '258.50 MiB'],
    [
      'scores of all heads without flash attention (exact)',
      llama8b,
      { contextTokens: 32768, flashAttention: false },
      '2148.00 MiB'
    ],
    ['absorbed queries of latent attention (8 kB under)', deepseekR1, { contextTokens: 4096 }, '382.00 MiB']
  ])('%s', (_, architecture, change, expected) => {
    expect(onGpu(architecture, change)).toBe(expected)
  })

  test('is nothing for a GPU that holds nothing', () => {
    expect(gpuCompute(computeStages(llama8b, settings()), { ...alone, blocks: false, output: false })).toBe(0)
  })
})

describe('inputs on the host while GPUs compute, as llama.cpp reserves them, to the byte', () => {
  test.each<[string, Architecture, Partial<CacheSettings>, number]>([
    ['4,096 tokens', qwen3Moe, { contextTokens: 4096 }, 12597248],
    ['32,768 tokens', qwen3Moe, { contextTokens: 32768 }, 41957376],
    [
      'an f32 mask and one index per value without flash attention',
      qwen3Moe,
      { contextTokens: 4096, flashAttention: false },
      18884608
    ],
    ['four sequences, a quarter of the mask', qwen3Moe, { contextTokens: 32768, parallel: 4 }, 16791552],
    ['a second mask for the window', gemma1b, { contextTokens: 4096 }, 9984000],
    ['no index for values of latent attention', deepseekR1, { contextTokens: 4096 }, 33564672]
  ])('%s', (_, architecture, change, expected) => {
    expect(inputs(architecture, change)).toBe(expected)
  })
})
