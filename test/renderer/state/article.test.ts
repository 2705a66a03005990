import { expect, test } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import { articleSteps, stepIndexOf, stepsOf } from '../../../src/renderer/state/article.ts'
import { exampleModel } from '../fixtures/assessment.ts'

const named = (slug: string, order: number, wording: string) => ({
  ...exampleModel,
  slug,
  article: { order, wording }
})

test('steps stand in the article’s order, neighbours under one name together', () => {
  const steps = stepsOf([
    named('c', 3, 'Granite'),
    { ...exampleModel, slug: 'unnamed' },
    named('a', 1, 'R1'),
    named('b', 2, 'Granite'),
    named('d', 4, 'R1')
  ])
  expect(steps.map(({ wording, models: found }) => [wording, ...found.map(({ slug }) => slug)])).toEqual([
    ['R1', 'a'],
    ['Granite', 'b', 'c'],
    ['R1', 'd']
  ])
  expect(stepIndexOf(steps, 'c')).toBe(1)
  expect(stepIndexOf(steps, 'unnamed')).toBe(0)
  expect(stepIndexOf(steps, null)).toBe(0)
})

test('every model of the catalogue that the article names is in the tour, once', () => {
  const inTour = articleSteps.flatMap((step) => step.models.map(({ slug }) => slug))
  const all = models.filter(({ article }) => article).map(({ slug }) => slug)
  expect(inTour.toSorted()).toEqual(all.toSorted())
})
