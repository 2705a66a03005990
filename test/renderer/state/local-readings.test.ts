import { beforeEach, expect, test } from 'vitest'
import { specOfFile } from '../../../src/catalog/file-spec.ts'
import type { HostApi } from '../../../src/contract/api.ts'
import type { BroughtModel, LocalEntry } from '../../../src/contract/brought.ts'
import { engineDefaults } from '../../../src/core/engine/settings.ts'
import { parseHeader } from '../../../src/core/model/gguf/header.ts'
import {
  forgetOthers,
  localReadings,
  readingKey,
  readLocals,
  stopReadingLocals,
  unread
} from '../../../src/renderer/state/local-readings.ts'
import { localWords } from '../../../src/renderer/views/own/local-verdict.ts'
import { dense, headerOf } from '../../core/model/gguf/sample-headers.ts'
import { fakeHost } from '../../server/fake-host.ts'
import { exampleMachine } from '../fixtures/machine.ts'

const ask = { contextTokens: 2048, parallel: 1, cacheType: engineDefaults.cacheType }

const entry = (name: string, over: Partial<LocalEntry> = {}): LocalEntry => ({
  tool: 'folder',
  name,
  format: 'gguf',
  path: `/m/${name}.gguf`,
  bytes: 1000,
  modified: 1,
  missing: [],
  mix: null,
  architecture: 'llama',
  shape: null,
  by: null,
  fault: null,
  ...over
})

function brought(path: string): BroughtModel {
  const header = parseHeader(headerOf(dense('llama', 2)))
  const model = header.ok ? specOfFile({ header: header.value, path, notes: [] }) : null
  if (!model?.ok) throw new Error('no model')
  return structuredClone({ model: model.value, notes: [] })
}

const asked: string[] = []
const host = (over: Partial<HostApi> = {}): HostApi => ({
  ...fakeHost(),
  readModelFile: (path) => {
    asked.push(path)
    return Promise.resolve(brought(path))
  },
  ...over
})

beforeEach(() => {
  asked.length = 0
  localReadings.setState({ read: new Map(), progress: null })
})

const readingOf = (of: LocalEntry) => localReadings.getState().read.get(readingKey(of))

test('headers are read once, and again only when the file changed', async () => {
  const file = entry('a')
  await readLocals(host(), [file])
  await readLocals(host(), [file])
  expect(asked).toEqual(['/m/a.gguf'])
  await readLocals(host(), [{ ...file, modified: 2 }])
  await readLocals(host(), [{ ...file, bytes: 2000 }])
  expect(asked).toHaveLength(3)
})

test('the verdict is that of the whole header, with how much of the file is here', async () => {
  const file = entry('a', { bytes: 60_000 })
  expect(localWords(file, readingOf(file), exampleMachine, ask)).toMatchObject({
    what: 'llama, not recognised',
    assessment: null
  })
  await readLocals(host(), [file])
  const words = localWords(file, readingOf(file), exampleMachine, ask)
  expect(words.mix).toBe('F32')
  expect(words.remark).toMatch(/^\d\d % of the file is here$/u)
  expect(words.assessment?.verdict.level).toBe('fits')
})

test('a file that cannot be read says why, without its path', async () => {
  const file = entry('a')
  const broken = host({
    readModelFile: (path) => Promise.reject(new Error(`“${path}”: The file ends inside its header.`))
  })
  await readLocals(broken, [file])
  expect(localWords(file, readingOf(file), exampleMachine, ask)).toMatchObject({
    remark: 'The file ends inside its header.',
    assessment: null
  })
})

test('what is damaged or lacks a part is not read, and says so', () => {
  const damaged = entry('a', { fault: 'The file is empty.' })
  const split = entry('b', { missing: ['b-00002-of-00003.gguf', 'b-00003-of-00003.gguf'] })
  expect(unread([damaged, split])).toEqual([])
  expect(localWords(damaged, undefined, exampleMachine, ask).remark).toBe('The file is empty.')
  expect(localWords(split, undefined, exampleMachine, ask).remark).toBe(
    '2 parts are missing: b-00002-of-00003.gguf and others'
  )
})

test('reading counts, and ends after the file under way when it is cancelled', async () => {
  const files = ['a', 'b', 'c'].map((name) => entry(name))
  const steps: unknown[] = []
  const stopped = host({
    readModelFile: (path) => {
      asked.push(path)
      steps.push(localReadings.getState().progress)
      if (asked.length === 2) stopReadingLocals()
      return Promise.resolve(brought(path))
    }
  })
  await readLocals(stopped, files)
  expect(steps).toEqual([
    { done: 0, of: 3 },
    { done: 1, of: 3 }
  ])
  expect(localReadings.getState().progress).toBeNull()
  expect(unread(files).map(({ name }) => name)).toEqual(['c'])
  await readLocals(host(), files)
  expect(unread(files)).toEqual([])
})

test('what is not on the disk any more is let go of', async () => {
  const [a, b] = [entry('a'), entry('b')]
  await readLocals(host(), [a, b])
  forgetOthers([b])
  expect(readingOf(a)).toBeUndefined()
  expect(readingOf(b)).toBeDefined()
})
