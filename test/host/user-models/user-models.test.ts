import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseUserModels } from '../../../src/host/user-models/parse-user-models.ts'
import { describeProblem, readUserModels } from '../../../src/host/user-models/user-models.ts'

const row = {
  id: 'me/My-Model-1B',
  name: 'My Model 1B',
  release: '2026-11',
  license: 'mine',
  modality: 'text',
  contextLength: 4096,
  architecture: {
    gguf: 'llama',
    hiddenSize: 64,
    layers: 2,
    feedForward: 128,
    vocabSize: 320,
    tiedEmbeddings: false,
    attention: { heads: 4, kvHeads: 2, headDim: 16 }
  },
  parameters: { total: null, active: null },
  nativeType: null,
  source: 'me'
}

const file = (...rows: unknown[]): string => JSON.stringify({ models: rows }, null, 2)

test('a row of the catalogue is a row of the user', () => {
  const { models, problems } = parseUserModels(file(row))
  expect(problems).toEqual([])
  expect(models[0]).toMatchObject({ slug: 'my-model-1b', publisher: 'me', availability: 'open-weights' })
})

test('comments, a comma too many and a byte order mark are forgiven', () => {
  expect(parseUserModels(`\uFEFF{ // mine\n "models": [${JSON.stringify(row)},], }`).models).toHaveLength(1)
})

test('a wrong field is named with its line and column; other rows stay', () => {
  const bad = { ...row, id: 'me/other', architecture: { ...row.architecture, layers: -2 } }
  const text = file(bad, row)
  const { models, problems } = parseUserModels(text)
  expect(models.map(({ id }) => id)).toEqual(['me/My-Model-1B'])
  expect(problems[0]?.field).toBe('models[0].architecture.layers')
  expect(text.split('\n')[(problems[0]?.line ?? 0) - 1]).toContain('"layers": -2')
  expect(
    describeProblem('models.json', problems[0] ?? { line: 0, column: 0, field: '', message: '' })
  ).toMatch(/^models\.json:\d+:\d+ models\[0\]\.architecture\.layers: /)
})

test('a misspelt field, a missing field and a doubled id are told', () => {
  const unnamed = { ...row, name: undefined }
  const { problems } = parseUserModels(file({ ...row, licence: 'x' }, { ...unnamed, id: 'me/2' }, row, row))
  expect(problems.map(({ field }) => field)).toEqual(['models[0].licence', 'models[1].name', 'models[3].id'])
})

test('a shape that lacks what its layers need is told', () => {
  const { problems } = parseUserModels(
    file({ ...row, architecture: { ...row.architecture, layerPattern: ['mamba2'] } })
  )
  expect(problems[0]?.field).toBe('models[0].architecture')
})

test.each([
  ['', 1],
  ['{\n "models": [\n  {,]', 3],
  ['[1, "x"]', 1],
  ['{"rows": []}', 1]
])('%j is a problem, not a crash', (text, line) => {
  expect(parseUserModels(text).problems[0]?.line).toBe(line)
})

test('the file is read and never written; without one there is nothing to say', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-user-'))
  expect(await readUserModels(folder)).toMatchObject({ models: [], problems: [], absent: true })
  await writeFile(join(folder, 'models.json'), '{ broken')
  expect((await readUserModels(folder)).problems).toHaveLength(1)
  expect(await readFile(join(folder, 'models.json'), 'utf8')).toBe('{ broken')
  await rm(folder, { recursive: true })
})
