import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import { tensorTable } from '../../../src/core/model/tensor-table.ts'
import { readGguf } from '../../../src/host/gguf/read-gguf.ts'
import { specOfFile } from '../../../src/catalog/file-spec.ts'
import { dense, headerOf } from '../../core/model/gguf/sample-headers.ts'
import { isRunnable, type RunnableModel } from '../../../src/core/model/model.ts'
import { addUserModel, type UserRow, withUserModel } from '../../../src/host/user-models/add-user-model.ts'
import { parseUserModels } from '../../../src/host/user-models/parse-user-models.ts'
import { userRowOf } from '../../../src/host/user-models/user-row-of.ts'

function rowOf(slug: string, id = `me/${slug}`): UserRow {
  const row = userRowOf(modelOf(slug), id, '2026-11')
  if (!row.ok) throw new Error(row.error)
  return row.value
}

function modelOf(slug: string): RunnableModel {
  const model = models.find((each) => each.slug === slug)
  if (!model || !isRunnable(model)) throw new Error(`The catalogue has no ${slug}.`)
  return model
}

const mine = `// what I run\n{\n    "models": [\n        ${JSON.stringify(rowOf('gpt2'))}, // the old one\n    ]\n}\n`

test('a row is put last, and every line that was there stays as it was', () => {
  const added = withUserModel(mine, rowOf('qwen3-8b'))
  if (!added.ok) throw new Error(added.error)
  const lines = added.value.split('\n')
  for (const line of mine.split('\n')) expect(lines).toContain(line)
  expect(parseUserModels(added.value)).toMatchObject({
    problems: [],
    models: [{ id: 'me/gpt2' }, { id: 'me/qwen3-8b' }]
  })
})

test('a last row without a comma gets one, whatever stands after it', () => {
  const text = `[\n  ${JSON.stringify(rowOf('gpt2'))} // last, for now\n]`
  const added = withUserModel(text, rowOf('qwen3-8b'))
  expect(added.ok && added.value).toContain('}, // last, for now\n  {\n    "id": "me/qwen3-8b"')
})

test.each(['[]', '{"models": [],}', '\uFEFF{\r\n  "models": []\r\n}\r\n'])('%j takes a first row', (text) => {
  const added = withUserModel(text, rowOf('gpt2'))
  expect(added.ok && parseUserModels(added.value)).toMatchObject({
    problems: [],
    models: [{ id: 'me/gpt2' }]
  })
  expect(added.ok && added.value.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'))
})

test('a row whose id is there is refused with both lines, in whatever letters it is written', () => {
  const added = withUserModel(mine, rowOf('gpt2', 'Me/GPT2'), 'models.json')
  expect(added).toMatchObject({ ok: false })
  expect(!added.ok && added.error).toMatch(
    /^models\.json:\d+:\d+ models\[1\]\.id: Me\/GPT2 is already in line 4\./
  )
})

test('a file that is no JSON, or has no list, is refused by line and left alone', () => {
  const broken = withUserModel('{\n  "models": [\n', rowOf('gpt2'), 'models.json')
  expect(!broken.ok && broken.error).toMatch(/^models\.json:3:1: This is not JSON: .* Nothing was added/)
  expect(withUserModel('{"rows": []}', rowOf('gpt2')).ok).toBe(false)
})

test('a row with a fault of its own does not keep a new one out, and is kept', () => {
  const text = '{ "models": [ { "id": "me/half" } ] }'
  const added = withUserModel(text, rowOf('gpt2'))
  expect(added.ok && added.value).toContain('{ "id": "me/half" }')
  expect(added.ok && parseUserModels(added.value).models.map(({ id }) => id)).toEqual(['me/gpt2'])
})

test('a new row with a fault is refused by its field', () => {
  const added = withUserModel('{"models": []}', { ...rowOf('gpt2'), contextLength: -1 }, 'models.json')
  expect(!added.ok && added.error).toMatch(
    /^models\.json:\d+:\d+ models\[0\]\.contextLength: .* Nothing was added/
  )
})

test('the file and its folder are made, and the second row finds the first', async () => {
  const home = await mkdtemp(join(tmpdir(), 'plimsoll-rows-'))
  const folder = join(home, 'data')
  expect(await addUserModel(folder, rowOf('gpt2'))).toEqual({ ok: true, value: join(folder, 'models.json') })
  expect((await addUserModel(folder, rowOf('qwen3-8b'))).ok).toBe(true)
  const text = await readFile(join(folder, 'models.json'), 'utf8')
  expect(parseUserModels(text).models.map(({ id }) => id)).toEqual(['me/gpt2', 'me/qwen3-8b'])
  await writeFile(join(home, 'file'), '')
  expect(await addUserModel(join(home, 'file'), rowOf('gpt2'))).toMatchObject({ ok: false })
  await rm(home, { recursive: true })
})

test('every model of the catalogue makes a row that is read back; one that is off is refused', () => {
  const runnable = models.filter(isRunnable).filter(({ architecture }) => !architecture.mtp)
  for (const model of runnable) {
    const row = userRowOf(model, 'me/copy', '2026-11')
    if (!row.ok) expect(model.parameters.reason, row.error).toBeDefined()
    else expect(parseUserModels(JSON.stringify([row.value])).problems).toEqual([])
  }
  const gpt2 = modelOf('gpt2')
  const off = { ...gpt2, parameters: { ...gpt2.parameters, total: 2 * (gpt2.parameters.total ?? 0) } }
  const refused = userRowOf(off, 'me/copy', '2026-11')
  expect(!refused.ok && refused.error).toContain('parameters, but 248,879,616 were read')
})

test('a whole GGUF file gives the row of its shape, a header that lacks tensors gives none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-rows-'))
  const sample = dense('llama', 2, { vocab_size: 32 })
  const { architecture } = await modelIn(folder, sample)
  const tensors = tensorTable(architecture).map(({ name, shape }) => [name, [...shape]] as const)
  const whole = userRowOf(await modelIn(folder, { ...sample, tensors }), 'me/whole', '2026-11')
  expect(whole).toMatchObject({
    ok: true,
    value: { id: 'me/whole', release: '2026-11', architecture: { gguf: 'llama', layers: 2, hiddenSize: 64 } }
  })
  const part = userRowOf(await modelIn(folder, sample), 'me/part', '2026-11')
  expect(!part.ok && part.error).toContain('a row cannot describe it')
  await rm(folder, { recursive: true })
})

async function modelIn(folder: string, sample: Parameters<typeof headerOf>[0]): Promise<RunnableModel> {
  const path = join(folder, 'small.gguf')
  await writeFile(path, headerOf(sample))
  const read = await readGguf(path)
  const model = read.ok ? specOfFile(read.value) : read
  if (!model.ok) throw new Error(model.error)
  return model.value
}
