import { beforeEach, describe, expect, test } from 'vitest'
import type { CliffLever } from '../../../../src/core/fit/cliff-levers.ts'
import type { CliffQuestion } from '../../../../src/core/fit/cliff-point.ts'
import { choices } from '../../../../src/renderer/state/choices.ts'
import { applyLever } from '../../../../src/renderer/views/model/cliff/apply-lever.ts'
import { nearestStop, stopForKey } from '../../../../src/renderer/views/model/cliff/cliff-stops.ts'

const stops = [2048, 4096, 5120, 8192, 16_384]

describe('the point on the curve', () => {
  test.each([
    ['ArrowRight', 4096, 5120],
    ['ArrowUp', 4096, 5120],
    ['ArrowLeft', 4096, 2048],
    ['ArrowDown', 2048, 2048],
    ['PageUp', 4096, 8192],
    ['PageDown', 16_384, 8192],
    ['PageUp', 16_384, 16_384],
    ['Home', 8192, 2048],
    ['End', 2048, 16_384]
  ])('%s leads from %i to %i', (key, from, to) => {
    expect(stopForKey(key, stops, from)).toBe(to)
  })

  test('starts from where it is, also between two stops', () => {
    expect(stopForKey('ArrowRight', stops, 6000)).toBe(8192)
    expect(stopForKey('ArrowLeft', stops, 6000)).toBe(5120)
  })

  test('leaves other keys alone', () => {
    for (const key of ['Tab', 'Escape', '[', 'c']) expect(stopForKey(key, stops, 4096)).toBeNull()
  })

  test('goes to the stop nearest to the pointer, of two alike to the shorter context', () => {
    const at = (context: number): number => context / 1024
    expect(nearestStop(stops, 4.4, at)).toBe(4096)
    expect(nearestStop(stops, 4.5, at)).toBe(4096)
    expect(nearestStop(stops, 99, at)).toBe(16_384)
  })
})

describe('a lever pressed', () => {
  const question = { quant: 'Q6_K', model: {} } as unknown as CliffQuestion
  const lever = (change: CliffLever['change']): CliffLever => ({
    change,
    contextTokens: 8192,
    gained: 4096,
    gone: false
  })
  beforeEach(() => choices.setState({ quant: 'auto', cacheType: 'f16', parallel: 4 }))

  test('of the cache keeps the file that its gain was worked out for', () => {
    applyLever(lever({ kind: 'cache', to: 'q8_0' }), question)
    expect(choices.getState()).toMatchObject({ quant: 'Q6_K', cacheType: 'q8_0', parallel: 4 })
  })

  test('of the quantisation takes it', () => {
    applyLever(lever({ kind: 'quant', to: 'Q5_K_M' }), question)
    expect(choices.getState()).toMatchObject({ quant: 'Q5_K_M', cacheType: 'f16' })
  })

  test('of the requests leaves one out', () => {
    applyLever(lever({ kind: 'parallel', to: 3 }), question)
    expect(choices.getState()).toMatchObject({ quant: 'Q6_K', parallel: 3 })
  })

  test('of a model read from a file names no quantisation', () => {
    applyLever(lever({ kind: 'cache', to: 'q4_0' }), { ...question, model: { file: {} } } as CliffQuestion)
    expect(choices.getState()).toMatchObject({ quant: 'auto', cacheType: 'q4_0' })
  })
})
