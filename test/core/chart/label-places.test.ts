import fc from 'fast-check'
import { expect, test } from 'vitest'
import { extent, type Label, placeLabels, ringRows } from '../../../src/core/chart/label-places.ts'

const bounds = { left: 0, right: 600, rows: 3 }
const drawn = fc.array(
  fc.record({ x: fc.integer({ min: 36, max: 586 }), width: fc.integer({ min: 60, max: 220 }) }),
  { maxLength: 5 }
)

test('no label leaves the picture, covers another or the line of one above it', () => {
  let placed = 0
  fc.assert(
    fc.property(drawn, (unsorted) => {
      const labels = [...unsorted].sort((a, b) => a.x - b.x)
      const places = placeLabels(labels, bounds)
      if (!places) return
      placed++
      const boxes = labels.map((label, index) => {
        const place = places[index] ?? { row: -1, side: 'right' as const }
        const [from, to] = extent(label, place.side)
        return { ...place, from, to, x: label.x }
      })
      for (const [index, box] of boxes.entries()) {
        expect(box.from).toBeGreaterThanOrEqual(bounds.left)
        expect(box.to).toBeLessThanOrEqual(bounds.right)
        expect(box.row).toBeGreaterThanOrEqual(0)
        expect(box.row).toBeLessThan(bounds.rows)
        for (const [at, other] of boxes.entries()) {
          if (at === index) continue
          if (other.row === box.row) expect(other.from >= box.to || other.to <= box.from).toBe(true)
          // A line of a row above runs down past this label, at most along its edge.
          if (other.row < box.row) expect(other.x <= box.from + 4 || other.x >= box.to - 4).toBe(true)
        }
      }
    })
  )
  expect(placed).toBeGreaterThan(20)
})

test('labels with room stand in one row, to the right of their lines', () => {
  const labels: Label[] = [
    { x: 50, width: 150 },
    { x: 300, width: 150 }
  ]
  expect(placeLabels(labels, bounds)).toEqual([
    { row: 0, side: 'right' },
    { row: 0, side: 'right' }
  ])
})

test('at the right end a label turns to the left', () => {
  expect(placeLabels([{ x: 580, width: 150 }], bounds)).toEqual([{ row: 0, side: 'left' }])
})

test('what cannot be placed is left to numbers', () => {
  const narrow = { left: 0, right: 320, rows: 3 }
  expect(
    placeLabels(
      [
        { x: 150, width: 180 },
        { x: 165, width: 180 }
      ],
      narrow
    )
  ).toBeNull()
  expect(placeLabels([], narrow)).toEqual([])
})

test('rings that would cover each other stand below each other', () => {
  expect(ringRows([10, 100, 110, 115, 300], 20)).toEqual([0, 0, 1, 2, 0])
})
