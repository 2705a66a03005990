import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HostApi } from '../../../src/contract/api.ts'
import type { BroughtModel } from '../../../src/contract/brought.ts'
import { models as catalogue } from '../../../src/catalog/catalog.ts'
import { specOfFile } from '../../../src/catalog/file-spec.ts'
import { parseHeader } from '../../../src/core/model/gguf/header.ts'
import { choices } from '../../../src/renderer/state/choices.ts'
import { remove, undoRemove } from '../../../src/renderer/state/keep-own.ts'
import { allModels, findModel, ownModels, ownSentence } from '../../../src/renderer/state/own-models.ts'
import { searchAll } from '../../../src/renderer/state/find-models.ts'
import { bringBack, openHub, openNamed, openPath } from '../../../src/renderer/state/read-own.ts'
import { dense, headerOf } from '../../core/model/gguf/sample-headers.ts'
import { fakeHost } from '../../server/fake-host.ts'

/** As it crosses a process or a socket: a copy, whose tensors nobody on this side knows yet. */
function brought(path: string): BroughtModel {
  const header = parseHeader(headerOf(dense('llama', 2)))
  if (!header.ok) throw new Error('no header')
  const model = specOfFile({ header: header.value, path, notes: [] })
  if (!model.ok) throw new Error(model.error)
  return structuredClone({ model: model.value, notes: ['as it was read'] })
}

const host = (over: Partial<HostApi> = {}): HostApi => ({
  ...fakeHost(),
  readModelFile: (path) => Promise.resolve(brought(path)),
  readHubModel: (_task, reference) =>
    Promise.resolve({ model: { ...brought('m.gguf').model, id: reference, name: reference }, notes: [] }),
  ...over
})

beforeEach(() => {
  ownModels.setState({ entries: [], rows: null, removed: null })
  choices.setState({ view: 'list', model: null, brought: [] })
})
afterEach(() => ownModels.setState({ entries: [], rows: null, removed: null }))

test('a file is opened beside the catalogue, found by its name, and remembered by its path', async () => {
  const slug = await openPath(host(), '/m/My-Model.gguf')
  expect(slug).toBe('file:my-model')
  expect(choices.getState()).toMatchObject({
    view: 'model',
    model: slug,
    brought: [{ kind: 'file', path: '/m/My-Model.gguf' }]
  })
  expect(findModel(slug)?.file?.path).toBe('/m/My-Model.gguf')
  expect(allModels()).toHaveLength(catalogue.length + 1)
  expect(searchAll('my-model')[0]?.model.slug).toBe(slug)
})

test('the same file again is the same model, another of that name has a name of its own', async () => {
  await openPath(host(), '/a/x.gguf')
  await openPath(host(), '/a/x.gguf')
  expect(await openPath(host(), '/b/x.gguf')).toBe('file:x~2')
  expect(ownModels.getState().entries.map(({ slug }) => slug)).toEqual(['file:x~2', 'file:x'])
})

test('what cannot be opened leaves nothing behind but its sentence', async () => {
  const broken = host({ readModelFile: () => Promise.reject(new Error('There is no file “/x.gguf”.')) })
  await expect(openPath(broken, '/x.gguf')).rejects.toThrow('There is no file')
  expect(ownModels.getState().entries).toEqual([])
  expect(choices.getState()).toMatchObject({ view: 'list', brought: [] })
})

test('what is being read for the first time is not remembered before it could be', async () => {
  let arrive: () => void = () => undefined
  const slow = host({
    readModelFile: (path) => new Promise((resolve) => (arrive = () => resolve(brought(path))))
  })
  const reading = openPath(slow, '/x.gguf')
  expect(choices.getState().brought).toEqual([])
  arrive()
  await reading
  expect(choices.getState().brought).toEqual([{ kind: 'file', path: '/x.gguf' }])
})

test('a model that was open stays when reading it again fails', async () => {
  await openPath(host(), '/x.gguf')
  const broken = host({ readModelFile: () => Promise.reject(new Error('The disk is gone.')) })
  await expect(openPath(broken, '/x.gguf')).rejects.toThrow('The disk is gone.')
  expect(findModel('file:x')).toBeDefined()
})

test('after a restart files are read from their disk and repositories from the cache, in their order', async () => {
  const asked: unknown[] = []
  const here = host({
    readHubModel: (_task, reference, fromCache) => {
      asked.push([reference, fromCache])
      return Promise.reject(new Error('It was not kept on this machine.'))
    }
  })
  const kept = [
    { kind: 'file', path: '/m/a.gguf' },
    { kind: 'hub', reference: 'me/small' }
  ] as const
  choices.setState({ brought: [...kept] })
  await bringBack(here, kept)
  // One that cannot be read now is not forgotten for that.
  expect(choices.getState().brought).toEqual(kept)
  expect(asked).toEqual([['me/small', true]])
  const { entries } = ownModels.getState()
  expect(entries.map(({ slug, state }) => [slug, state.status])).toEqual([
    ['file:a', 'read'],
    ['hub:me/small', 'failed']
  ])
  expect(ownSentence('hub:me/small', { entries })).toBe('It was not kept on this machine.')
  expect(ownSentence('file:gone', { entries })).toMatch(/is not open here/u)
  expect(ownSentence('qwen3-8b', { entries })).toBeNull()
})

test('what is removed can be put back where it stood', async () => {
  for (const name of ['a', 'b', 'c']) await openPath(host(), `/m/${name}.gguf`)
  remove('file:b')
  expect(choices.getState().brought).toHaveLength(2)
  expect(findModel('file:b')).toBeUndefined()
  undoRemove()
  expect(ownModels.getState().entries.map(({ slug }) => slug)).toEqual(['file:c', 'file:b', 'file:a'])
  expect(choices.getState().brought).toHaveLength(3)
})

test('removing what is being read cancels it', async () => {
  const cancelled: string[] = []
  let task = ''
  const slow = host({
    readHubModel: (name) =>
      new Promise((_resolve, reject) => {
        task = name
        setTimeout(() => cancelled.includes(name) && reject(new Error('was cancelled')), 50)
      }),
    cancelReading: (name) => {
      cancelled.push(name)
      return Promise.resolve()
    }
  })
  const reading = openHub(slow, 'me/slow')
  remove('hub:me/slow')
  await expect.poll(() => cancelled).toEqual([task])
  void reading
  expect(ownModels.getState().entries).toEqual([])
})

test.each([
  { typed: 'qwen3-8b', opens: 'qwen3-8b' },
  { typed: 'Qwen/Qwen3-8B', opens: 'qwen3-8b' },
  { typed: 'hf:Qwen/Qwen3-8B', opens: 'hub:qwen/qwen3-8b' },
  { typed: 'https://huggingface.co/me/small', opens: 'hub:me/small' },
  { typed: 'me/small:Q4_K_M', opens: 'hub:me/small:q4_k_m' },
  { typed: '  /m/x.gguf ', opens: 'file:x' },
  { typed: 'C:\\m\\x.gguf', opens: 'file:x' }
])('$typed opens $opens, as on the command line', async ({ typed, opens }) => {
  expect(await openNamed(host(), typed)).toBe(opens)
  expect(choices.getState().model).toBe(opens)
})

test.each([
  ['', /Write owner\/name/u],
  ['x.gguf', /whole path/u],
  ['~/x.gguf', /whole path/u]
])('%j is refused with what to write', async (typed, says) => {
  await expect(openNamed(host(), typed)).rejects.toThrow(says)
})

test('a row of one’s own stands in for the catalogue’s of the same id', async () => {
  const [row] = catalogue
  if (!row) throw new Error('no catalogue')
  const rows = { file: 'models.json', models: [{ ...row, name: 'Mine' }], problems: [], absent: false }
  ownModels.setState({ rows })
  expect(allModels()).toHaveLength(catalogue.length)
  expect(findModel(row.slug)).toBeUndefined()
  expect(await openNamed(host(), row.id)).toBe(`row:${row.slug}`)
})
