import { expect, test } from 'vitest'
import type { Assessment } from '../../../src/core/fit/assessment.ts'
import type { VerdictLevel } from '../../../src/core/fit/verdict.ts'
import { arrange } from '../../../src/renderer/state/list-order.ts'
import { exampleAssessment, exampleModel, exampleVerdict } from '../fixtures/assessment.ts'

function row(slug: string, level: VerdictLevel, speed: number | null, release = '2025-01'): Assessment {
  const base = exampleAssessment()
  return exampleAssessment({
    model: { ...exampleModel, slug, name: slug, release },
    verdict: { ...exampleVerdict, level },
    speed:
      speed === null || !base.speed.known
        ? { known: false, reason: 'made up' }
        : { ...base.speed, decode: { low: speed, likely: speed, high: speed } }
  })
}

const rows = [
  row('large', 'does-not-fit', null),
  row('slow', 'fits-with-offload', 5),
  row('fast', 'fits', 90),
  row('new', 'fits', 40, '2025-09'),
  row('rumour', 'not-obtainable', null)
]
const order = (sorted: readonly Assessment[]): readonly string[] => sorted.map(({ model }) => model.slug)

test('what runs best comes first, the newer one among equals', () => {
  expect(order(arrange(rows, 'all', { column: 'default', descending: false }))).toEqual([
    'new',
    'fast',
    'slow',
    'large',
    'rumour'
  ])
})

test.each([
  [true, ['fast', 'new', 'slow', 'large', 'rumour']],
  [false, ['slow', 'new', 'fast', 'large', 'rumour']]
])('sorted by speed (descending: %s), unknown speeds stay last', (descending, expected) => {
  expect(order(arrange(rows, 'all', { column: 'speed', descending }))).toEqual(expected)
})

test('filters keep what their name says', () => {
  expect(order(arrange(rows, 'fits', { column: 'model', descending: false }))).toEqual(['fast', 'new'])
  expect(order(arrange(rows, 'runs', { column: 'model', descending: false }))).toEqual([
    'fast',
    'new',
    'slow'
  ])
})
