import { expect, test } from 'vitest'
import { appleGpuBudget } from '../../../src/core/machine/apple-memory.ts'
import { gib } from '../../../src/core/quantity.ts'

/** Printed by engines on real machines (sources in the table's own comment); GiB. */
test.each([
  [15, 16, 10.67],
  [15, 32, 21.33],
  [15, 36, 27],
  [14, 64, 48],
  [13, 96, 72],
  [15, 128, 96],
  [26, 16, 11.84],
  [26, 18, 13.32],
  [26, 24, 17.76],
  [26, 32, 24.96],
  [26, 36, 28.08],
  [26, 48, 37.44],
  [26, 64, 51.84],
  [26, 128, 107.52]
])('macOS %i gives the GPU of a Mac with %i GiB %f GiB', (major, memory, budget) => {
  expect(appleGpuBudget(gib(memory), major) / 2 ** 30).toBeCloseTo(budget, 2)
})

test('a macOS that is not known is taken as 26', () => {
  expect(appleGpuBudget(gib(32), null)).toBe(appleGpuBudget(gib(32), 26))
})
