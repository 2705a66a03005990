import { expect, test } from 'vitest'
import { contextSteps, neighbour, stepIndex } from '../../../src/renderer/state/context-steps.ts'

const k = 1024

test('the stops of a 40,960-token model end at exactly that', () => {
  expect(contextSteps(40_960).map((n) => n / k)).toEqual([2, 3, 4, 6, 8, 12, 16, 24, 32, 40])
})

test('a limit on the ladder is not doubled', () => {
  expect(contextSteps(8 * k).map((n) => n / k)).toEqual([2, 3, 4, 6, 8])
})

test('a model of 1,024 tokens has one stop', () => {
  expect(contextSteps(k)).toEqual([k])
})

test.each([
  [8 * k, 4],
  [9000, 4],
  [100, 0],
  [10 ** 9, 9]
])('%i tokens stand at stop %i', (tokens, index) => {
  expect(stepIndex(contextSteps(40_960), tokens)).toBe(index)
})

test.each([
  [8 * k, 1, 12 * k],
  [8 * k, -1, 6 * k],
  [9000, -1, 8 * k],
  [40_960, 1, 40_960],
  [2 * k, -1, 2 * k]
] as const)('from %i tokens, a step of %i leads to %i', (tokens, direction, next) => {
  expect(neighbour(contextSteps(40_960), tokens, direction)).toBe(next)
})
