import { expect, test } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { sharedShapes } from '../../src/catalog/shared-shapes.ts'

const shapes = models.flatMap(({ architecture }) => architecture ?? [])

test('what is written equally is one object, and nothing else is', () => {
  expect(new Set(shapes).size).toBe(new Set(shapes.map((shape) => JSON.stringify(shape))).size)
  expect(new Set(shapes).size).toBeLessThan(shapes.length)
})

test('a shape that differs in one value stays its own', () => {
  const [one] = shapes
  if (!one) throw new Error('the catalogue is empty')
  const shared = sharedShapes()
  expect(shared(one)).toBe(one)
  expect(shared(structuredClone(one))).toBe(one)
  const longer = { ...one, layers: one.layers + 1 }
  expect(shared(longer)).toBe(longer)
})
