import { afterEach, beforeEach, expect, test } from 'vitest'
import { choices, choose, openModel, untuned } from '../../../src/renderer/state/choices.ts'
import { stepWords } from '../../../src/renderer/state/step-words.ts'
import { historyOf, keepHistory, lastStep, oneMoveMs, stepBack } from '../../../src/renderer/state/undo.ts'

const start = choices.getState()
let now = 0
let stop: () => void

beforeEach(() => {
  now = 0
  choices.setState({ ...start, view: 'model', model: 'carrier-7b' })
  stop = keepHistory(() => now)
})
afterEach(() => stop())

const later = (): void => {
  now += oneMoveMs
}

test('changes are taken back one after the other, whoever made them', () => {
  choose({ cacheType: 'q8_0' })
  later()
  choose({ parallel: 7 })
  later()
  choose({ tuning: { ...untuned, gpuLayers: 12 } })
  expect(stepBack('settings')).toBe(true)
  expect(choices.getState()).toMatchObject({ cacheType: 'q8_0', parallel: 7, tuning: untuned })
  expect(stepBack('settings')).toBe(true)
  expect(choices.getState()).toMatchObject({ cacheType: 'q8_0', parallel: 1 })
  expect(stepBack('settings')).toBe(true)
  expect(choices.getState().cacheType).toBe('f16')
  expect(stepBack('settings')).toBe(false)
})

test('a slider dragged through many stops is one change, and none when it comes back', () => {
  for (const contextTokens of [12_288, 16_384, 24_576]) {
    choose({ contextTokens })
    now += oneMoveMs / 2
  }
  expect(lastStep('settings')).toMatchObject({
    before: { contextTokens: 8192 },
    after: { contextTokens: 24_576 }
  })
  choose({ contextTokens: 8192 })
  expect(lastStep('settings')).toBeNull()
})

test('two sliders of one field are two changes', () => {
  choose({ tuning: { ...untuned, gpuLayers: 12 } })
  choose({ tuning: { ...untuned, gpuLayers: 12, cpuMoeLayers: 3 } })
  stepBack('settings')
  expect(choices.getState().tuning).toEqual({ ...untuned, gpuLayers: 12 })
})

test('another model starts anew; the machine keeps a history of its own', () => {
  choose({ overrides: { accelerators: { gpu0: {} } } })
  choose({ quant: 'Q3_K_M' })
  openModel('other-7b')
  expect(lastStep('settings')).toBeNull()
  expect(stepBack(historyOf('machine'))).toBe(true)
  expect(choices.getState().overrides).toEqual({ accelerators: {} })
})

test.each([
  [{ contextTokens: 32_768 }, 'Context changed from 8,192 tokens to 32,768 tokens.'],
  [{ quant: 'Q3_K_M' }, 'Quantisation changed from the best that fits to Q3_K_M.'],
  [{ cacheType: 'q8_0', parallel: 3 }, 'Users changed from 1 to 3, cache type changed from f16 to q8_0.'],
  [{ tuning: { ...untuned, ubatch: 64 } }, 'Micro-batch changed from 512 to 64 tokens.'],
  [{ tuning: { ...untuned, gpuLayers: 0 } }, 'Layers on the GPU changed from automatic to 0.']
] as const)('%j is said as a sentence', (change, sentence) => {
  choose(change)
  const step = lastStep('settings')
  expect(step && stepWords(step)).toBe(sentence)
})
