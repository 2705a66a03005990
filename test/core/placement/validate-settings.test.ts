import { describe, expect, test } from 'vitest'
import type { EngineSettings } from '../../../src/core/engine/settings.ts'
import { validateSettings } from '../../../src/core/placement/validate-settings.ts'
import { engine, llama8b } from './samples.ts'

const said = (change: Partial<EngineSettings>, headDim = 128): string => {
  const architecture = { ...llama8b, attention: { ...llama8b.attention, headDim } }
  const result = validateSettings(engine(change), { architecture })
  return result.ok ? 'fine' : `${result.error.field}: ${result.error.message}`
}

const contextRule = 'use a whole number from 1 to 16,777,216, or "auto".'

describe('settings that no engine could take', () => {
  test.each<[string, Partial<EngineSettings>, string]>([
    ['no context', { contextTokens: 0 }, `contextTokens: The context cannot be 0: ${contextRule}`],
    ['a negative context', { contextTokens: -1 }, `contextTokens: The context cannot be -1: ${contextRule}`],
    [
      'a trillion tokens',
      { contextTokens: 1e12 },
      `contextTokens: The context cannot be 1000000000000: ${contextRule}`
    ],
    [
      'half a token',
      { contextTokens: 4096.5 },
      `contextTokens: The context cannot be 4096.5: ${contextRule}`
    ],
    ['not a number', { contextTokens: NaN }, `contextTokens: The context cannot be NaN: ${contextRule}`],
    [
      'a negative micro-batch',
      { ubatch: -512 },
      'ubatch: The micro-batch cannot be -512: use a whole number from 1 to 65,536.'
    ],
    [
      'no sequence',
      { parallel: 0 },
      'parallel: The number of parallel sequences cannot be 0: use a whole number from 1 to 256.'
    ],
    [
      'negative layers',
      { gpuLayers: -1 },
      'gpuLayers: The number of GPU layers cannot be -1: use a whole number from 0 to 1,000,000, or "auto".'
    ],
    [
      'a quantised cache without flash attention',
      { cacheType: 'q8_0', flashAttention: false },
      'cacheType: A q8_0 cache needs flash attention: turn it on, or use f16.'
    ]
  ])('%s', (_, change, sentence) => {
    expect(said(change)).toBe(sentence)
  })

  test('a quantised cache of heads that its blocks do not divide', () => {
    expect(said({ cacheType: 'q4_0' }, 80)).toBe(
      "cacheType: A q4_0 cache needs heads of a multiple of 32, this model's are 80 wide: use f16."
    )
  })
})

test.each<[string, Partial<EngineSettings>]>([
  ['more GPU layers than exist', { gpuLayers: 999 }],
  ['words where words are allowed', { contextTokens: 'auto', gpuLayers: 'auto', cpuMoeLayers: 'all' }],
  ['one token', { contextTokens: 1 }],
  ['an f32 cache without flash attention', { cacheType: 'f32', flashAttention: false }]
])('%s may be asked for', (_, change) => {
  expect(said(change)).toBe('fine')
})
