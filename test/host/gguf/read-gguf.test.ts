import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readGguf } from '../../../src/host/gguf/read-gguf.ts'
import { dense, headerOf } from '../../core/model/gguf/sample-headers.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-gguf-'))
})
afterAll(() => rm(folder, { recursive: true }))

const put = async (name: string, bytes: Uint8Array): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

const message = async (path: string): Promise<string> => {
  const read = await readGguf(path)
  return read.ok ? 'read' : read.error
}

/** The two halves of a model: the metadata in the first, `split.*` in both. */
const part = (no: number, tensors: readonly string[], keys = {}): Uint8Array =>
  headerOf({
    architecture: 'llama',
    keys: no === 0 ? dense('llama', 2).keys : {},
    general: { 'split.no': no, 'split.count': 2, 'split.tensors.count': 4, ...keys },
    tensors: tensors.map((name) => [name, [64, 32]])
  })
const first = part(0, ['token_embd.weight', 'blk.0.attn_q.weight'])
const second = part(1, ['blk.1.attn_q.weight', 'output.weight'])

describe('one file', () => {
  test('a header alone says how much is there', async () => {
    const read = await readGguf(await put('header.gguf', headerOf(dense('llama', 2))))
    if (!read.ok) throw new Error(read.error)
    expect(read.value.notes).toEqual([
      expect.stringMatching(/not whole: .* of .* \((?:\d+|less than 1) %\)/u)
    ])
  })

  test('a whole file has nothing to note', async () => {
    const header = headerOf(dense('llama', 1))
    const tensors = 64 * 32 * 4 + 64 * 4 + (64 + 64 * 64 + 64 * 128) * 4
    const whole = new Uint8Array(Math.ceil(header.length / 32) * 32 + tensors)
    whole.set(header)
    const read = await readGguf(await put('whole.gguf', whole))
    if (!read.ok) throw new Error(read.error)
    expect(read.value.notes).toEqual([])
    expect(read.value.header.fileBytes).toBe(whole.length)
  })

  test.each([
    ['nothing', 'gone.gguf', null, /^There is no file “.*gone\.gguf”\. Check the path\.$/u],
    ['an empty file', 'empty.gguf', new Uint8Array(0), /is empty\. Download it again\.$/u],
    ['another format', 'zip.gguf', new TextEncoder().encode('PK\u0003\u0004 and more'), /not a GGUF file/u],
    [
      'half a header',
      'half.gguf',
      headerOf(dense('llama', 2)).subarray(0, 300),
      /ends inside its header, at byte 300/u
    ]
  ] as const)('%s', async (_, name, bytes, words) => {
    const path = bytes === null ? join(folder, name) : await put(name, bytes)
    expect(await message(path)).toMatch(words)
  })

  test('a folder', async () => {
    await mkdir(join(folder, 'folder.gguf'))
    expect(await message(join(folder, 'folder.gguf'))).toMatch(/is a folder/u)
  })

  test('a link that leads back to itself', async () => {
    await symlink('loop.gguf', join(folder, 'loop.gguf'))
    expect(await message(join(folder, 'loop.gguf'))).toMatch(/leads back to itself/u)
  })

  test.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    const path = await put('secret.gguf', headerOf(dense('llama', 2)))
    await chmod(path, 0)
    expect(await message(path)).toMatch(/may not be read/u)
  })
})

describe('a split file', () => {
  test('is read whole, whichever part is named', async () => {
    const path = await put('m-00001-of-00002.gguf', first)
    const other = await put('m-00002-of-00002.gguf', second)
    for (const named of [path, other]) {
      const read = await readGguf(named)
      if (!read.ok) throw new Error(read.error)
      expect(read.value.path).toBe(path)
      expect(read.value.header.tensors.map(({ name }) => name)).toEqual([
        'token_embd.weight',
        'blk.0.attn_q.weight',
        'blk.1.attn_q.weight',
        'output.weight'
      ])
    }
  })

  test('names the parts that are missing', async () => {
    const path = await put('n-00001-of-00003.gguf', first)
    expect(await message(path)).toBe(
      'The model has 3 parts, and 2 are not beside the others: n-00002-of-00003.gguf, n-00003-of-00003.gguf. Download them into the same folder.'
    )
  })

  test('of two models is not one', async () => {
    await put('o-00002-of-00002.gguf', part(1, ['token_embd.weight', 'output.weight']))
    expect(await message(await put('o-00001-of-00002.gguf', first))).toMatch(/a tensor twice/u)
  })

  test('under a name that does not say so', async () => {
    expect(await message(await put('renamed.gguf', first))).toMatch(/one of 2 parts \(number 1\)/u)
  })
})
