import { expect, test } from 'vitest'
import { groupedItems, listItems, moveOn } from '../../../src/renderer/state/list-items.ts'
import type { Row } from '../../../src/renderer/state/list-row.ts'
import { exampleAssessment, exampleModel, exampleVerdict } from '../fixtures/assessment.ts'

const row = (slug: string, family: string, level: 'fits' | 'cpu-only'): Row => {
  const model = { ...exampleModel, slug, family }
  const verdict = { ...exampleVerdict, level, word: level }
  return { model, assessment: exampleAssessment({ model, verdict }), stale: false }
}
const rows = [row('a1', 'A', 'cpu-only'), row('b1', 'B', 'cpu-only'), row('a2', 'A', 'fits')]
const quants = new Map([['a1', [{ fileType: 'Q8_0' as const, assessment: null }]]])
const keys = (items: ReturnType<typeof listItems>): readonly string[] => items.map(({ key }) => key)

test('an open row has its quantisations below it', () => {
  expect(keys(listItems(rows, quants))).toEqual(['a1', 'a1 Q8_0', 'b1', 'a2'])
})

test('families stand where their first row would, with their best verdict, and fold', () => {
  const items = groupedItems(rows, quants, new Set(['B']))
  expect(keys(items)).toEqual(['family A', 'a1', 'a1 Q8_0', 'a2', 'family B'])
  expect(items[0]).toMatchObject({ count: 2, open: true, best: { level: 'fits' } })
  expect(items[4]).toMatchObject({ count: 1, open: false })
})

test.each([
  ['ArrowDown', 'family A', { to: 'a1' }],
  ['ArrowUp', 'family A', { to: 'family A' }],
  ['End', 'a1', { to: 'b1' }],
  ['Home', 'a2', { to: 'family A' }],
  ['PageDown', 'family A', { to: 'a2' }],
  ['PageUp', 'b1', { to: 'a1 Q8_0' }],
  ['ArrowRight', 'a1', { to: 'a1 Q8_0' }],
  ['ArrowRight', 'a2', { toggle: 'a2' }],
  ['ArrowRight', 'a1 Q8_0', null],
  ['ArrowLeft', 'a1 Q8_0', { to: 'a1' }],
  ['ArrowLeft', 'a1', { toggle: 'a1' }],
  ['ArrowLeft', 'a2', { to: 'family A' }],
  ['ArrowLeft', 'family A', { toggle: 'family A' }],
  ['x', 'a1', null]
])('%s on %s', (key, at, move) => {
  const items = groupedItems(rows, quants, new Set())
  expect(moveOn(items, keys(items).indexOf(at), key, 3)).toEqual(move)
})
