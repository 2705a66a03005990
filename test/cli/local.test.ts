import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { dense, headerOf } from '../core/model/gguf/sample-headers.ts'
import { headerOfRow } from '../host/local-models/header-of-row.ts'
import { plimsoll, plimsollJson } from '../support/plimsoll.ts'

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-local-'))
afterAll(() => rmSync(folder, { recursive: true }))
const put = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}

const qwen = headerOfRow(
  models.find(({ slug }) => slug === 'qwen3-8b'),
  { general: { 'general.name': 'Qwen3 8B' }, last: { 'general.file_type': 15 } }
)
put('renamed.gguf', qwen)
truncateSync(join(folder, 'renamed.gguf'), 1_000_000_000)
const own = put('own.gguf', headerOf(dense('llama', 2)))
truncateSync(own, 200_000)
put('broken.gguf', 'GGUF')
put('big-00001-of-00002.gguf', qwen)

const args = ['local', '--folder', folder, '--device', 'RTX 4090', '--ram', '64']
// Nothing of the machine that runs the tests.
const elsewhere = { HOME: folder, XDG_CACHE_HOME: folder, OLLAMA_MODELS: folder, HF_HOME: folder }

interface Local {
  readonly name: string
  readonly mix: string | null
  readonly exact: boolean
  readonly percentHere: number | null
  readonly fault: string | null
  readonly missingParts: number
  readonly recognised: { readonly slug: string; readonly by: string } | null
  readonly answer: { readonly weightsBytes: number; readonly devices: unknown } | null
}

const localsOf = async (more: readonly string[] = []): Promise<Record<string, Local>> => {
  const { out } = await plimsoll([...args, '--json', ...more], '', elsewhere)
  const { models: found } = JSON.parse(out) as { models: readonly Local[] }
  return Object.fromEntries(found.map((local) => [local.name, local]))
}

test('every file says what it is, whatever its name', async () => {
  const { renamed, own: mine, broken, big } = await localsOf()
  expect(renamed).toMatchObject({
    recognised: { slug: 'qwen3-8b', by: 'name-and-shape' },
    mix: 'Q4_K_M',
    exact: true,
    fault: null
  })
  expect(renamed?.percentHere).toBeGreaterThan(10)
  expect(mine).toMatchObject({ recognised: null, exact: true, mix: 'F32', percentHere: null })
  expect(broken).toMatchObject({ answer: null, exact: false })
  expect(broken?.fault).toMatch(/ends inside its header, at byte 4/u)
  expect(big).toMatchObject({ missingParts: 1, answer: null, recognised: { slug: 'qwen3-8b' } })
})

test('a verdict is the one of check FILE.gguf', async () => {
  const { own: mine } = await localsOf(['--context', '2048'])
  const { document } = await plimsollJson([
    'check',
    own,
    ...['--device', 'RTX 4090', '--ram', '64', '--context', '2048']
  ])
  const { weightsBytes, devices } = document as NonNullable<Local['answer']>
  expect(mine?.answer).toMatchObject({ weightsBytes, devices })
})

test('--quick goes by the first bytes', async () => {
  const { renamed, own: mine } = await localsOf(['--quick'])
  expect(renamed).toMatchObject({ recognised: { slug: 'qwen3-8b' }, exact: false, percentHere: null })
  expect(mine).toMatchObject({ recognised: null, answer: null, exact: false })
})

test('the table has it in words', async () => {
  const { code, out } = await plimsoll(args, '', elsewhere)
  expect(code).toBe(0)
  expect(out).toMatch(/^renamed +folder +Qwen3 8B +Q4_K_M .*\d+ % of the file is here; whole: /mu)
  expect(out).toMatch(/^own +folder +llama, not recognised +F32 .* Fits/mu)
  expect(out).toMatch(/^broken .* The file ends inside its header/mu)
  expect(out).toMatch(/^big .* 1 of 2 parts missing: big-00002-of-00002\.gguf/mu)
})
