import { expect, test } from 'vitest'
import { models } from '../../../../src/catalog/catalog.ts'
import { devices } from '../../../../src/catalog/devices.ts'
import { questionOf } from '../../../../src/renderer/state/compared.ts'
import { startsOf } from '../../../../src/renderer/views/compare/starts.ts'
import {
  fourQuants,
  largerCards,
  onOtherMachines
} from '../../../../src/renderer/views/compare/usual-cases.ts'
import { exampleAssessment, exampleModel, exampleVerdict } from '../../fixtures/assessment.ts'
import { exampleMachine } from '../../fixtures/machine.ts'

const asked = { contextTokens: 8192, parallel: 1, cacheType: 'f16', model: null } as const
const of = (slug: string, total: number, level: 'fits' | 'does-not-fit' = 'fits') =>
  exampleAssessment({
    model: { ...exampleModel, slug, name: slug, popularity: total },
    parameters: { total, active: total },
    verdict: { ...exampleVerdict, level }
  })

test('the largest that fit, one of each size, largest first', () => {
  const [largest] = startsOf(
    [of('a', 3), of('b', 7), of('b2', 7), of('c', 9), of('huge', 99, 'does-not-fit')],
    asked
  )
  expect(largest?.questions.map(({ model }) => model)).toEqual(['c', 'b', 'a'])
})

test('where nothing runs nothing is offered', () => {
  expect(startsOf([of('huge', 99, 'does-not-fit')], asked)).toEqual([])
})

test('four quantisations of a model are four that it has, best first', () => {
  for (const slug of ['qwen3-30b-a3b', 'gemma-3-12b-it', 'gpt-oss-20b']) {
    const model = models.find((one) => one.slug === slug)
    if (!model) throw new Error(slug)
    const found = fourQuants(model)
    expect(new Set(found).size).toBe(found.length)
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThanOrEqual(4)
  }
  expect(fourQuants({ ...exampleModel, architecture: null })).toEqual([])
})

test('larger cards are larger, of the same maker, smallest first', () => {
  const cards = largerCards(exampleMachine, devices, 3)
  const sizes = cards.map(({ memoryGib }) => memoryGib ?? 0)
  expect(cards).toHaveLength(3)
  expect(cards.every(({ vendor }) => vendor === 'nvidia')).toBe(true)
  expect(Math.min(...sizes)).toBeGreaterThan(16)
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
})

test('other machines begin with the one the column has, then the kept ones', () => {
  const question = questionOf(asked, 'a')
  const kept = [{ name: 'attic', machine: exampleMachine }]
  const [first, second, ...rest] = onOtherMachines(question, exampleMachine, kept, devices)
  expect(first?.machine).toEqual({ kind: 'here' })
  expect(second?.machine).toEqual({ kind: 'kept', name: 'attic' })
  expect(rest.map(({ machine }) => machine.kind)).toEqual(['simulated', 'simulated'])
})
