import { expect, test } from 'vitest'
import { problemsOf } from '../../scripts/check-catalog/row-problems.ts'
import { modelFiles } from '../../src/catalog/bundled.ts'
import { models } from '../../src/catalog/catalog.ts'
import { checkModels } from '../../src/catalog/check-rows.ts'
import { modelFileSchema } from '../../src/core/schema/model.ts'

const file = modelFiles.find(({ family }) => family === 'Qwen3')
const row = file?.models[0]

function problems(change: object): readonly string[] {
  const document = { ...file, models: [{ ...row, ...change }] }
  const result = modelFileSchema.safeParse(document)
  return result.success ? [] : problemsOf('qwen3.json', result.error, document)
}

test('an unknown field is named with its row and what to do', () => {
  expect(problems({ contextLenght: 1 })).toEqual([
    'qwen3.json: Qwen/Qwen3-0.6B: (the row): contextLenght: Unrecognized key: "contextLenght" - remove it or correct its spelling'
  ])
})

test('a missing source is named as a field', () => {
  const [problem] = problems({ sources: { ...row?.sources, license: undefined } })
  expect(problem).toMatch(
    /^qwen3\.json: Qwen\/Qwen3-0\.6B: sources\.license: .* - say where the fact was read/
  )
})

test('a source that nobody can look up says what would be one', () => {
  const [problem] = problems({ sources: { ...row?.sources, context: 'somewhere' } })
  expect(problem).toContain('sources.context: an address, or one of: ')
})

test('a row without an id is counted from the top of its file', () => {
  expect(problems({ id: 7 })[0]).toMatch(/^qwen3\.json: row 1: id: /)
})

test('a count that is not exact says why, and an exact one has nothing to explain', () => {
  const grok = models.find(({ id }) => id === 'xai-org/grok-1')
  const qwen = models.find(({ id }) => id === 'Qwen/Qwen3-8B')
  if (!grok || !qwen) throw new Error('The catalogue lost a row.')
  const { reason, ...parameters } = grok.parameters
  expect(reason).toContain('nominal')
  expect(checkModels([{ ...grok, parameters }])).toEqual([
    'xai-org/grok-1: parameters.reason: the count is partly; say why no exact one is published'
  ])
  expect(checkModels([{ ...qwen, parameters: { ...qwen.parameters, reason: 'none' } }])).toEqual([
    'Qwen/Qwen3-8B: parameters.reason: the count is exact; remove it'
  ])
})
