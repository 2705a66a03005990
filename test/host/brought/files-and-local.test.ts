import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { listLocalModels } from '../../../src/host/brought/list-local-models.ts'
import { readModelFile } from '../../../src/host/brought/read-model-file.ts'
import { placesOf } from '../../../src/host/local-models/places.ts'
import { dense, headerOf } from '../../core/model/gguf/sample-headers.ts'
import { headerOfRow } from '../local-models/header-of-row.ts'
import { models as catalogue } from '../../../src/catalog/catalog.ts'
import { smallConfig } from '../hub/small-model.ts'

const qwen3 = catalogue.find(({ slug }) => slug === 'qwen3-8b')

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'plimsoll-brought-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

function put(path: string, bytes: string | Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
  return path
}

test('a file is read as a model that survives the way to the page', async () => {
  const path = put(join(folder(), 'My-Model.gguf'), headerOf(dense('llama', 2)))
  const { model, notes } = await readModelFile(path)
  expect(model).toMatchObject({ id: path, slug: 'my-model', file: { path } })
  expect(notes[0]).toMatch(/not whole/u)
  expect(JSON.parse(JSON.stringify(model))).toEqual(model)
  expect(structuredClone(model)).toEqual(model)
})

test('what is no model is refused with its name', async () => {
  const path = put(join(folder(), 'text.gguf'), 'root:x:0:0')
  await expect(readModelFile(path)).rejects.toThrow(`“${path}”: This is not a GGUF file`)
})

test('what is on the machine comes with its shape: the row of the catalogue, its own, or none', async () => {
  const home = folder()
  put(join(home, '.lmstudio/models/unsloth/Qwen3-8B-GGUF/Qwen3-8B-Q4_K_M.gguf'), headerOfRow(qwen3))
  put(join(home, '.lmstudio/models/me/thing/no-name-anybody-knows.gguf'), headerOf(dense('llama', 2)))
  put(join(home, '.lmstudio/models/me/thing/Qwen3-14B-Q4_K_M.gguf'), 'GGUF')
  const repo = join(home, '.cache/huggingface/hub/models--me--small')
  put(join(repo, 'refs/main'), 'c1')
  put(join(repo, 'snapshots/c1/config.json'), JSON.stringify(smallConfig))
  put(join(repo, 'snapshots/c1/model.safetensors'), 'weights')
  const { models } = await listLocalModels(placesOf({ platform: 'darwin', env: {}, home, folders: [] }))
  const byName = Object.fromEntries(models.map((entry) => [entry.name, entry]))
  expect(byName['Qwen3-8B-Q4_K_M']).toMatchObject({
    mix: 'Q4_K_M',
    shape: { slug: 'qwen3-8b' },
    by: 'name-and-shape'
  })
  expect(byName['no-name-anybody-knows']).toMatchObject({ mix: null, shape: null, by: null, fault: null })
  expect(byName['Qwen3-14B-Q4_K_M']).toMatchObject({
    shape: null,
    fault: expect.stringContaining('ends inside its header') as string
  })
  expect(byName['me/small']).toMatchObject({ format: 'safetensors', shape: { model: { id: 'me/small' } } })
})
