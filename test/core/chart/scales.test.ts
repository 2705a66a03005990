import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { binaryTicks, linearTicks } from '../../../src/core/chart/linear-ticks.ts'
import { contextTicks, logScale } from '../../../src/core/chart/log-scale.ts'
import { areaPath, linePath } from '../../../src/core/chart/path.ts'

describe('the axis of contexts', () => {
  const scale = logScale(2048, 131_072, 36, 636)

  test('every doubling is as wide as the next, from end to end', () => {
    expect([2048, 4096, 8192, 131_072].map(scale.at)).toEqual([36, 136, 236, 636])
  })

  test('a pixel leads back to its context, and stays on the axis', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2048, max: 131_072 }), (context) => {
        expect(scale.contextAt(scale.at(context))).toBeCloseTo(context, 5)
      })
    )
    expect(scale.contextAt(-100)).toBe(2048)
    expect(scale.contextAt(9999)).toBeCloseTo(131_072, 5)
  })

  test('ticks are powers of two and the end, and keep their distance', () => {
    expect(contextTicks(2048, 131_072, scale, 40)).toEqual([
      2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072
    ])
    const narrow = logScale(2048, 1_000_000, 36, 300)
    const ticks = contextTicks(2048, 1_000_000, narrow, 40)
    expect(ticks.at(-1)).toBe(1_000_000)
    const xs = ticks.map(narrow.at)
    for (const [index, x] of xs.entries())
      if (index > 0) expect(x - (xs[index - 1] ?? 0)).toBeGreaterThanOrEqual(40)
  })

  test('an axis of one context has a place for it', () => {
    const point = logScale(2048, 2048, 36, 636)
    expect(point.at(2048)).toBe(36)
    expect(point.contextAt(400)).toBeCloseTo(2048, 5)
  })
})

describe('round numbers', () => {
  test.each([
    [86, 4, [0, 25, 50, 75]],
    [100, 4, [0, 25, 50, 75, 100]],
    [9, 4, [0, 2.5, 5, 7.5]],
    [0.3, 3, [0, 0.1, 0.2, 0.3]],
    [0, 4, [0]]
  ])('up to %d in %d steps', (top, count, ticks) => {
    expect(linearTicks(top, count).map((tick) => Number(tick.toFixed(6)))).toEqual(ticks)
  })

  test('of memory they are powers of two', () => {
    expect(binaryTicks(16, 3)).toEqual([0, 8, 16])
    expect(binaryTicks(38.4, 3)).toEqual([0, 16, 32])
    expect(binaryTicks(0, 3)).toEqual([0])
  })
})

describe('paths', () => {
  test('break where there is nothing, and show a point that stands alone', () => {
    expect(linePath([[0, 1], [2, 3], null, [4, 5]])).toBe('M0 1L2 3M4 5h1')
    expect(linePath([null, null])).toBe('')
  })

  test('of a surface go there on top and back below, to a tenth of a pixel', () => {
    const upper = [[0, 1.04], [10, 2.06], null] as const
    const lower = [
      [0, 9],
      [10, 9],
      [20, 9]
    ] as const
    expect(areaPath(upper, lower)).toBe('M0 1L10 2.1L10 9L0 9Z')
  })
})
