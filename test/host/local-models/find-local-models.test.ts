import { chmod, link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findLocalModels } from '../../../src/host/local-models/find-local-models.ts'
import { lookAtAll } from '../../../src/host/local-models/look-at-all.ts'
import { placesOf } from '../../../src/host/local-models/places.ts'
import { models as catalogue } from '../../../src/catalog/catalog.ts'
import { headerOfRow } from './header-of-row.ts'

let home: string
const linux = (env: Record<string, string> = {}, folders: string[] = []): ReturnType<typeof placesOf> =>
  placesOf({ platform: 'darwin', env, home, folders })

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'plimsoll-local-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

async function put(path: string, text: string | Uint8Array = 'GGUF'): Promise<string> {
  const file = join(home, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
  return file
}

const headerOf = (slug: string): Uint8Array => headerOfRow(catalogue.find((row) => row.slug === slug))

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`

test('every tool is found in its usual place', async () => {
  await put('.lmstudio/models/unsloth/Qwen3-8B-GGUF/Qwen3-8B-Q4_K_M.gguf', headerOf('qwen3-8b'))
  await put('.ollama/models/blobs/sha256-' + 'a'.repeat(64), 'ollama')
  const layers = [{ mediaType: 'application/vnd.ollama.image.model', digest: digest('a') }]
  await put('.ollama/models/manifests/registry.ollama.ai/library/qwen3/8b', JSON.stringify({ layers }))
  await put('Library/Caches/llama.cpp/ggml-org_gemma-3-4b-it-GGUF_gemma-3-4b-it-Q4_K_M.gguf', 'llama')
  await put('Library/Application Support/Jan/data/llamacpp/models/phi-4/model.gguf', headerOf('phi-4'))
  await put('Library/Application Support/nomic.ai/GPT4All/Llama-3.2-3B-Instruct-Q4_0.gguf', 'gpt4all')
  await put('.cache/huggingface/hub/models--Qwen--Qwen3-0.6B/refs/main', 'c1')
  await put('.cache/huggingface/hub/models--Qwen--Qwen3-0.6B/blobs/b1', 'weights')
  await put('.cache/huggingface/hub/models--Qwen--Qwen3-0.6B/snapshots/c1/config.json', '{}')
  await symlink(
    join('..', '..', 'blobs', 'b1'),
    join(home, '.cache/huggingface/hub/models--Qwen--Qwen3-0.6B/snapshots/c1/model.safetensors')
  )
  const { models, notes } = await findLocalModels(linux())
  expect(notes).toEqual([])
  expect(models.map(({ tool, name, format }) => `${tool} ${name} ${format}`).sort()).toEqual([
    'GPT4All Llama-3.2-3B-Instruct-Q4_0 gguf',
    'Hugging Face Qwen/Qwen3-0.6B safetensors',
    'Jan model gguf',
    'LM Studio Qwen3-8B-Q4_K_M gguf',
    'Ollama qwen3:8b gguf',
    'llama.cpp ggml-org_gemma-3-4b-it-GGUF_gemma-3-4b-it-Q4_K_M gguf'
  ])
  const ids = (await lookAtAll(models)).map(({ model }) => model?.id)
  expect(ids).toContain('Qwen/Qwen3-8B')
  expect(ids).toContain('microsoft/phi-4')
})

test('parts are joined, a missing one is counted, projectors are not models', async () => {
  await put('m/big-00001-of-00003.gguf')
  await put('m/big-00002-of-00003.gguf')
  await put('m/mmproj-big-f16.gguf')
  const { models } = await findLocalModels(linux({}, [join(home, 'm')]))
  expect(models).toHaveLength(1)
  expect(models[0]).toMatchObject({ name: 'big', files: 2, bytes: 8, missing: ['big-00003-of-00003.gguf'] })
  expect(models[0]?.projector).toContain('mmproj')
})

test('one file under several names is listed once', async () => {
  const first = await put('m/one.gguf')
  await link(first, join(home, 'm', 'two.gguf'))
  await symlink(first, join(home, 'm', 'three.gguf'))
  const { models } = await findLocalModels(linux({}, [join(home, 'm'), join(home, 'm')]))
  expect(models).toHaveLength(1)
  expect(models[0]?.also.length).toBeGreaterThan(0)
})

test('symlink loops and broken links end', async () => {
  await put('m/a/model.gguf')
  await symlink(join(home, 'm'), join(home, 'm', 'a', 'loop'))
  await symlink(join(home, 'gone'), join(home, 'm', 'broken.gguf'))
  expect((await findLocalModels(linux({}, [join(home, 'm')]))).models).toHaveLength(1)
})

test.skipIf(process.getuid?.() === 0)('a folder that may not be read is noted', async () => {
  await put('m/locked/model.gguf')
  await chmod(join(home, 'm', 'locked'), 0)
  const { notes } = await findLocalModels(linux({}, [join(home, 'm')]))
  await chmod(join(home, 'm', 'locked'), 0o700)
  expect(notes[0]).toContain('no permission')
})

test('an Ollama model without its weights, and a manifest that is damaged, are noted', async () => {
  const layers = [{ mediaType: 'application/vnd.ollama.image.model', digest: digest('b') }]
  await put('o/manifests/registry.ollama.ai/library/gone/latest', JSON.stringify({ layers }))
  await put('o/manifests/registry.ollama.ai/library/bad/latest', '{')
  const { models, notes } = await findLocalModels(linux({ OLLAMA_MODELS: join(home, 'o') }))
  expect(models).toEqual([])
  expect(notes.join(' ')).toContain('ollama pull gone:latest')
  expect(notes.join(' ')).toContain('no manifest')
})

test('environment variables move the places', () => {
  const env = { OLLAMA_MODELS: '/o', HF_HUB_CACHE: '/h', LLAMA_CACHE: '/l', PLIMSOLL_MODELS: '/p' }
  const folders = placesOf({ platform: 'linux', env, home: '/home/x', folders: [] }).map(
    ({ folder }) => folder
  )
  expect(folders).toEqual(expect.arrayContaining(['/o', '/h', '/l', '/p']))
  expect(
    placesOf({ platform: 'linux', env: { HF_HOME: '/hf' }, home: '/x', folders: [] }).map(
      ({ folder }) => folder
    )
  ).toContain(join('/hf', 'hub'))
})
