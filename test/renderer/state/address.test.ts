import { expect, test } from 'vitest'
import { fromHash, toHash } from '../../../src/renderer/state/address.ts'

test('what is written is what is read', () => {
  const state = { view: 'model', model: 'carrier-7b', quant: 'Q4_K_M', contextTokens: 32_768 } as const
  expect(toHash(state)).toBe('#view=model&model=carrier-7b&quant=Q4_K_M&context=32768')
  expect(fromHash(toHash(state))).toEqual(state)
})

test.each([
  ['', {}],
  ['#view=cellar', {}],
  ['#context=0', {}],
  ['#context=1e99', {}],
  ['#context=abc', {}],
  ['#view=model&model=x&quant=Q99', { view: 'model', model: 'x', quant: 'auto' }],
  ['#quant=Q4_K_M', {}]
])('%s is taken as far as it makes sense', (hash, choices) => {
  expect(fromHash(hash)).toEqual(choices)
})
