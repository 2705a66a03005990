import { expect, test } from 'vitest'
import type { Assessment } from '../../../../src/core/fit/assessment.ts'
import { gib } from '../../../../src/core/quantity.ts'
import type { Answered } from '../../../../src/renderer/views/compare/answered.ts'
import { bestOf, comparisonText, differs, rowsOf } from '../../../../src/renderer/views/compare/rows.ts'
import { exampleAssessment, exampleModel, exampleVerdict } from '../../fixtures/assessment.ts'

const answered = (assessment: Assessment | null, why: string | null = null): Answered => ({
  column: {
    ...{ id: 1, model: 'carrier-7b', quant: 'auto', contextTokens: 8192, parallel: 1, cacheType: 'f16' },
    machine: { kind: 'here' }
  },
  model: exampleModel,
  machineTitle: 'this machine',
  assessment,
  why
})

const example = exampleAssessment()
const fast = (likely: number): Assessment =>
  exampleAssessment({
    speed: example.speed.known
      ? { ...example.speed, decode: { low: likely - 5, likely, high: likely + 5 } }
      : example.speed
  })
const tooLarge = exampleAssessment({
  verdict: { ...exampleVerdict, level: 'does-not-fit', sentence: 'Too large.' },
  speed: { known: false, reason: 'It does not fit.' },
  fileBytes: gib(9),
  command: null
})

const row = (name: string, ...all: readonly Answered[]) => {
  const found = rowsOf(all).find((one) => one.name === name)
  if (!found) throw new Error(`no row ${name}`)
  return found
}

test('the faster column is the best of its row, the smaller file of its own', () => {
  const writing = row('Writing', answered(fast(20)), answered(fast(40)))
  expect(writing.cells[1]).toMatchObject({ text: '40 tok/s', aside: '35–45' })
  expect([...bestOf(writing)]).toEqual([1])
  expect([...bestOf(row('File', answered(tooLarge), answered(fast(20))))]).toEqual([1])
})

test('equal columns have no best and do not differ; two that share the best both have it', () => {
  const equal = row('Writing', answered(fast(20)), answered(fast(20)))
  expect(differs(equal)).toBe(false)
  expect(bestOf(equal).size).toBe(0)
  expect([...bestOf(row('Writing', answered(fast(40)), answered(fast(20)), answered(fast(40))))]).toEqual([
    0, 2
  ])
})

test('what does not run has no speed, and nothing to be the best against', () => {
  const writing = row('Writing', answered(fast(20)), answered(tooLarge))
  expect(writing.cells[1]).toEqual({ text: 'does not run', value: null })
  expect(differs(writing)).toBe(true)
  expect(bestOf(writing).size).toBe(0)
})

test('an unknown stays the word with its reason', () => {
  const cell = row('Reading a prompt', answered(example)).cells[0]
  expect(cell).toMatchObject({ text: 'unknown', value: null })
  expect(cell?.aside).not.toBe('')
})

test('the text is a table: every line has a cell for every column', () => {
  const lines = comparisonText([answered(fast(20)), answered(null, 'gone'), answered(tooLarge)]).split('\n')
  expect(lines[0]).toBe('Model\tCarrier 7B\tCarrier 7B\tCarrier 7B')
  expect(lines.map((line) => line.split('\t').length)).toEqual(lines.map(() => 4))
  expect(lines.find((line) => line.startsWith('Writing'))).toBe(
    'Writing\t20 tok/s (15–25)\tno answer\tdoes not run'
  )
})
