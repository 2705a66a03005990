import { File as NodeFile } from 'node:buffer'
import { beforeEach, expect, test } from 'vitest'
import { choices } from '../../../src/renderer/state/choices.ts'
import { fileKinds, openFiles } from '../../../src/renderer/state/open-files.ts'
import { opening } from '../../../src/renderer/state/opening.ts'
import { ownModels } from '../../../src/renderer/state/own-models.ts'
import { groupParts, readGroup } from '../../../src/renderer/state/read-dropped.ts'
import { dense, headerOf } from '../../core/model/gguf/sample-headers.ts'
import { fakeHost } from '../../server/fake-host.ts'

const file = (name: string, bytes: Uint8Array | string = headerOf(dense('llama', 2))): File =>
  // jsdom's has no arrayBuffer().
  new NodeFile([bytes], name) as unknown as File

/** The two halves of a model: the metadata in the first, `split.*` in both. */
const part = (no: number, tensors: readonly string[]): Uint8Array =>
  headerOf({
    architecture: 'llama',
    keys: no === 0 ? dense('llama', 2).keys : {},
    general: { 'split.no': no, 'split.count': 2, 'split.tensors.count': 4 },
    tensors: tensors.map((name) => [name, [64, 32]])
  })
const first = file('m-00001-of-00002.gguf', part(0, ['token_embd.weight', 'blk.0.attn_q.weight']))
const second = file('m-00002-of-00002.gguf', part(1, ['blk.1.attn_q.weight', 'output.weight']))

beforeEach(() => {
  ownModels.setState({ entries: [], rows: null, removed: null })
  opening.setState({ dialog: false, reading: null, faults: [] })
  choices.setState({ view: 'list', model: null })
})

test('parts belong together whatever their order, others stand alone', () => {
  expect(
    groupParts([second, file('x.gguf'), first]).map(({ name, files }) => [name, files.map((one) => one.name)])
  ).toEqual([
    ['x.gguf', ['x.gguf']],
    ['m-00001-of-00002.gguf', ['m-00001-of-00002.gguf', 'm-00002-of-00002.gguf']]
  ])
})

test('a split model is read from all its parts, and a missing one is named', async () => {
  const [whole] = groupParts([second, first])
  const read = whole && (await readGroup(whole))
  expect(read?.ok && read.value.model.file?.tensors).toHaveLength(4)
  const [half] = groupParts([second])
  const refused = half && (await readGroup(half))
  expect(refused).toEqual({
    ok: false,
    error:
      'The model has 2 parts, and one is not beside the others: m-00001-of-00002.gguf. Drop all parts together.'
  })
})

test('only the beginning of a file is read', async () => {
  const large = file('large.gguf')
  const asked: number[] = []
  const slice = large.slice.bind(large)
  large.slice = (from = 0, to = 0) => {
    asked.push(to - from)
    return slice(from, to)
  }
  Object.defineProperty(large, 'size', { value: 40e9 })
  const [group] = groupParts([large])
  const read = group && (await readGroup(group))
  expect(read?.ok).toBe(true)
  expect(asked).toEqual([2 ** 20])
})

test.each([
  ['text.gguf', 'root:x', /“text\.gguf”: This is not a GGUF file/u],
  ['empty.gguf', '', /“empty\.gguf” is empty/u]
])('%s is refused with its name', async (name, bytes, says) => {
  await openFiles([file(name, bytes)], fakeHost())
  expect(opening.getState().faults[0]).toMatch(says)
  expect(opening.getState().reading).toBeNull()
})

test('a dropped model is opened; what else came along is said', async () => {
  await openFiles([file('x.gguf'), file('notes.txt', 'x')], fakeHost())
  expect(choices.getState()).toMatchObject({ view: 'model', model: 'file:x' })
  expect(opening.getState().faults).toEqual([
    '“notes.txt” cannot be opened here. Drop models (.gguf, all parts of a split one together), and reports and machines (.json).'
  ])
})

test('several models are shown together', async () => {
  await openFiles([file('x.gguf'), file('y.gguf'), first, second], fakeHost())
  expect(choices.getState().view).toBe('own')
  expect(ownModels.getState().entries).toHaveLength(3)
})

test('a further kind of file is taken by its own handler and named in the sentence', async () => {
  const seen: string[] = []
  fileKinds.push({
    name: 'charts (.svg)',
    takes: ({ name }) => name.endsWith('.svg'),
    open: (files) => {
      seen.push(...files.map(({ name }) => name))
      return Promise.resolve([])
    }
  })
  await openFiles([file('r.svg', '<svg/>'), file('x.exe', 'x')], fakeHost())
  fileKinds.pop()
  expect(seen).toEqual(['r.svg'])
  expect(opening.getState().faults[0]).toMatch(/and charts \(\.svg\)\.$/u)
})
