import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { listLocalModels } from '../../../src/host/brought/list-local-models.ts'
import { readModelFile } from '../../../src/host/brought/read-model-file.ts'
import { findLocalModels } from '../../../src/host/local-models/find-local-models.ts'
import type { LocalModel } from '../../../src/host/local-models/local-model.ts'
import { lookAtLocal } from '../../../src/host/local-models/look-at-local.ts'
import { canBeRead, percentHere } from '../../../src/core/model/gguf/on-disk.ts'
import { readEach, readWhole } from '../../../src/host/local-models/read-whole.ts'
import { dense, headerOf } from '../../core/model/gguf/sample-headers.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'plimsoll-whole-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

const modelsIn = async (at: string): Promise<readonly LocalModel[]> =>
  (await findLocalModels([{ tool: 'folder', folder: at, layout: 'files' }])).models

const header = headerOf(dense('llama', 2))
/** Elements of it, 4 bytes each; its tensors are multiples of the padding. */
const dataBytes = 4 * (64 * 32 + 64 + 2 * (64 + 64 * 64 + 64 * 128))
const padded = Math.ceil(header.length / 32) * 32

test('a file of no row is the model that check has of it', async () => {
  const at = folder()
  const path = join(at, 'own.gguf')
  writeFileSync(path, header)
  truncateSync(path, padded + dataBytes)
  const [local] = await modelsIn(at)
  if (!local) throw new Error('not found')
  const look = await lookAtLocal(local)
  expect(look).toMatchObject({ model: null, fault: null })
  expect(canBeRead({ ...local, fault: look.fault })).toBe(true)
  const read = await readWhole(local)
  if (!read.ok) throw new Error(read.error)
  expect(read.value).toEqual((await readModelFile(path)).model)
  expect(percentHere(local.bytes, read.value.file?.bytes ?? 0)).toBeNull()
})

test('half a download is half here', async () => {
  const at = folder()
  const path = join(at, 'half.gguf')
  writeFileSync(path, header)
  truncateSync(path, Math.round((padded + dataBytes) / 2))
  const [local] = await modelsIn(at)
  const read = local && (await readWhole(local))
  if (!local || !read?.ok) throw new Error('not read')
  expect(percentHere(local.bytes, read.value.file?.bytes ?? 0)).toBe(50)
})

test('parts are one model whose size is their sum, and a missing one is named', async () => {
  const at = folder()
  for (const part of [1, 2, 4]) writeFileSync(join(at, `big-0000${part}-of-00005.gguf`), header)
  const [local, other] = await modelsIn(at)
  if (!local) throw new Error('not found')
  expect(other).toBeUndefined()
  expect(local).toMatchObject({ name: 'big', files: 3, bytes: 3 * header.length })
  expect(local.missing).toEqual(['big-00003-of-00005.gguf', 'big-00005-of-00005.gguf'])
  expect(canBeRead({ ...local, fault: (await lookAtLocal(local)).fault })).toBe(false)
  const [entry] = (await listLocalModels([{ tool: 'folder', folder: at, layout: 'files' }])).models
  expect(entry?.missing).toEqual(local.missing)
})

test('a damaged list of tensors is said without the path, with its byte', async () => {
  const at = folder()
  writeFileSync(join(at, 'cut.gguf'), header.subarray(0, header.length - 5))
  const [local] = await modelsIn(at)
  const read = local && (await readWhole(local))
  expect(read).toMatchObject({ ok: false })
  expect(read && !read.ok ? read.error : '').toMatch(/^The file ends inside its header, at byte \d+/u)
})

test('reading stops between two files', async () => {
  const at = folder()
  for (const name of ['a', 'b', 'c']) writeFileSync(join(at, `${name}.gguf`), header)
  const cancel = new AbortController()
  const seen: string[] = []
  await readEach(
    await modelsIn(at),
    ({ name }, _, done) => {
      seen.push(name)
      if (done === 2) cancel.abort()
    },
    cancel.signal
  )
  expect(seen).toEqual(['a', 'b'])
})

test('a file that changed is another one to whoever keeps what was read', async () => {
  const at = folder()
  const path = join(at, 'm.gguf')
  writeFileSync(path, header)
  const [before] = await modelsIn(at)
  writeFileSync(path, new Uint8Array([...header, 0]))
  const [after] = await modelsIn(at)
  expect(after?.bytes).toBe((before?.bytes ?? 0) + 1)
  expect(after?.modified).toBeGreaterThanOrEqual(before?.modified ?? Infinity)
})
