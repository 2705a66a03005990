import { expect, test } from 'vitest'
import { clearMatch } from '../../../src/renderer/state/clear-match.ts'
import { exampleModel } from '../fixtures/assessment.ts'

const named = (name: string, aliases: readonly string[] = []) => ({
  model: { ...exampleModel, name, slug: name.toLowerCase(), id: `example/${name}`, aliases }
})
const found = [named('Carrier-7B'), named('Carrier-7B-Vision'), named('Barge-3B', ['the small barge'])]

test.each([
  ['carrier 7b', 'Carrier-7B'],
  ['The Small Barge', 'Barge-3B'],
  ['carrier', null]
])('"%s" means %s', (query, name) => {
  expect(clearMatch(query, found)?.name ?? null).toBe(name)
})

test('the only match is meant however it was typed', () => {
  expect(clearMatch('barg', found.slice(2))?.name).toBe('Barge-3B')
})

test('nothing found means nothing', () => {
  expect(clearMatch('submarine', [])).toBeNull()
})
