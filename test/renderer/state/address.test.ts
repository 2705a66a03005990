import { expect, test } from 'vitest'
import { untuned } from '../../../src/renderer/state/choices.ts'
import { fromHash, toHash } from '../../../src/renderer/state/address.ts'

const state = {
  view: 'model',
  model: 'carrier-7b',
  quant: 'Q4_K_M',
  contextTokens: 32_768,
  parallel: 4,
  cacheType: 'q8_0',
  tuning: untuned
} as const

test('what is written is what is read', () => {
  expect(toHash(state)).toBe('#view=model&model=carrier-7b&quant=Q4_K_M&context=32768&users=4&cache=q8_0')
  expect(fromHash(toHash(state))).toEqual(state)
})

test('settings of one model travel with it', () => {
  const tuned = { ...state, tuning: { ubatch: 1024, gpuLayers: 0, cpuMoeLayers: 12 } }
  expect(toHash(tuned)).toContain('&ubatch=1024&gpu-layers=0&cpu-moe=12')
  expect(fromHash(toHash(tuned))).toEqual(tuned)
})

test.each([
  ['', {}],
  ['#view=cellar', {}],
  ['#context=0', {}],
  ['#context=1e99', {}],
  ['#context=abc', {}],
  ['#view=model&model=x&quant=Q99', { view: 'model', model: 'x', quant: 'auto', tuning: untuned }],
  [
    '#model=x&ubatch=0&gpu-layers=-1&cpu-moe=x&users=0&cache=q9',
    { model: 'x', quant: 'auto', tuning: untuned }
  ],
  ['#quant=Q4_K_M', {}]
])('%s is taken as far as it makes sense', (hash, choices) => {
  expect(fromHash(hash)).toEqual(choices)
})

test('the machine that stands in for this one travels too', () => {
  for (const machine of ['2x-geforce-rtx-3090-24+ram-64-at-51.2', 'kept:Desk & co']) {
    const away = { ...state, machine }
    expect(fromHash(toHash(away))).toEqual(away)
  }
  expect(toHash({ ...state, machine: null })).not.toContain('machine')
  expect(fromHash(`#machine=${'x'.repeat(500)}`)).toEqual({})
})
