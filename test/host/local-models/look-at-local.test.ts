import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import { findLocalModels } from '../../../src/host/local-models/find-local-models.ts'
import { lookAtAll } from '../../../src/host/local-models/look-at-all.ts'
import type { LocalLook } from '../../../src/host/local-models/look-at-local.ts'
import { headerOf } from '../../core/model/gguf/sample-headers.ts'
import { headerOfRow } from './header-of-row.ts'

const row = (slug: string) => models.find((model) => model.slug === slug)

/** What is seen of files of these names. */
async function looksAt(
  files: Readonly<Record<string, string | Uint8Array>>
): Promise<Record<string, LocalLook>> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-look-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
  const { models: found } = await findLocalModels([{ tool: 'folder', folder, layout: 'files' }])
  const looks = await lookAtAll(found)
  return Object.fromEntries(found.map(({ name }, at) => [name, looks[at] as LocalLook]))
}

const lookAt = async (name: string, bytes: string | Uint8Array): Promise<LocalLook> => {
  const looks = await looksAt({ [`${name}.gguf`]: bytes })
  return looks[name] as LocalLook
}

test('a file of any name is what its header says', async () => {
  const look = await lookAt(
    'download (3)',
    headerOfRow(row('qwen3-8b'), { general: { 'general.name': 'Qwen3 8B' } })
  )
  expect(look).toMatchObject({ by: 'name-and-shape', architecture: 'qwen3', fault: null })
  expect(look.model?.slug).toBe('qwen3-8b')
})

test('a name whose shape the file has not is not believed', async () => {
  const bytes = headerOfRow(row('qwen3-8b'), { general: { 'general.name': 'Llama 3.1 8B Instruct' } })
  const look = await lookAt('Llama-3.1-8B-Instruct-Q4_K_M', bytes)
  expect(look.by).toBe('shape')
  expect(look.model?.architecture.gguf).toBe('qwen3')
})

test('the name of the file or its folder tells rows of one shape apart', async () => {
  const bytes = headerOfRow(row('qwen3-8b'))
  const looks = await looksAt({
    'DeepSeek-R1-0528-Qwen3-8B-Q4_K_M.gguf': bytes,
    'Qwen3-8B-GGUF/model.gguf': bytes
  })
  expect(looks['DeepSeek-R1-0528-Qwen3-8B-Q4_K_M']?.model?.slug).toBe('deepseek-r1-0528-qwen3-8b')
  expect(looks['model']).toMatchObject({ by: 'name-and-shape', model: { slug: 'qwen3-8b' } })
})

test('a shape that several rows share counts as one of them, and says so', async () => {
  const look = await lookAt('mine', headerOfRow(row('qwen3-8b'), { general: { 'general.name': 'Homemade' } }))
  expect(look.by).toBe('shape')
  expect(look.model?.architecture).toBe(row('qwen3-8b')?.architecture)
})

test('the vocabulary tells shapes apart that are alike otherwise, and without it nothing is claimed', async () => {
  const llama3 = row('meta-llama-3-8b-instruct')
  const mistral = await lookAt('a', headerOfRow(llama3, { vocabulary: 32_768 }))
  expect(mistral.model?.slug).toBe('mistral-7b-instruct-v0.3')
  const strange = await lookAt('b', headerOfRow(llama3, { vocabulary: 40_000 }))
  expect(strange).toMatchObject({ model: null, by: null, architecture: 'llama', fault: null })
})

test('an architecture we know in a shape that no row has is no row', async () => {
  const look = await lookAt('Qwen3-8B-Q4_K_M', headerOfRow(row('qwen3-8b'), { keys: { block_count: 37 } }))
  expect(look).toMatchObject({ model: null, by: null, architecture: 'qwen3', mix: 'Q4_K_M', fault: null })
})

test('the mix is what the header states, whatever the name says', async () => {
  const bytes = headerOfRow(row('qwen3-8b'), { general: { 'general.file_type': 7 } })
  expect((await lookAt('Qwen3-8B-Q4_K_M', bytes)).mix).toBe('Q8_0')
})

test.each([
  ['nothing', '', /empty/u],
  ['another format', 'PK\u0003\u0004 an archive', /not a GGUF file/u],
  ['four bytes of it', 'GGUF', /ends inside its header, at byte 4/u],
  ['a beginning', headerOfRow(row('qwen3-8b')).subarray(0, 300), /ends inside its header, at byte 300/u],
  [
    'a projector',
    headerOf({ architecture: 'clip', keys: {}, tensors: [['v.weight', [32]]] }),
    /projector for images/u
  ]
])('%s says so in its row', async (_, bytes, sentence) => {
  const look = await lookAt('Qwen3-8B-Q4_K_M', bytes)
  expect(look).toMatchObject({ model: null, by: null })
  expect(look.fault).toMatch(sentence)
})

test('long texts before the shape are read over', async () => {
  const general = { 'general.license.text': 'x'.repeat(100_000), 'general.name': 'Qwen3 8B' }
  expect((await lookAt('a', headerOfRow(row('qwen3-8b'), { general }))).model?.slug).toBe('qwen3-8b')
})

test('without its first part a split model goes by its name', async () => {
  const looks = await looksAt({ 'Qwen3-8B-Q8_0-00002-of-00003.gguf': 'GGUF' })
  expect(looks['Qwen3-8B-Q8_0']).toMatchObject({ by: 'name', mix: 'Q8_0', fault: null })
  expect(looks['Qwen3-8B-Q8_0']?.model?.slug).toBe('qwen3-8b')
})
