import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { GgufBytes } from '../../core/model/gguf/gguf-bytes.ts'
import { dense, headerOf, largeHeader } from '../../core/model/gguf/sample-headers.ts'

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-hostile-'))
afterAll(() => rmSync(folder, { recursive: true }))

const root = join(import.meta.dirname, '../../..')
const program = `
  const { readGguf } = await import(${JSON.stringify(join(root, 'src/host/gguf/read-gguf.ts'))})
  const before = process.resourceUsage().maxRSS
  const answers = []
  for (const path of process.argv.slice(1)) {
    const read = await readGguf(path)
    answers.push(read.ok ? 'read' : read.error)
  }
  console.log(JSON.stringify({ answers, before, after: process.resourceUsage().maxRSS }))
`

const tokens = (kind: number, count: number, data: number): Uint8Array =>
  new GgufBytes()
    .start(0, 1)
    .text('tokenizer.ggml.tokens')
    .u32(9)
    .u32(kind)
    .u64(count)
    .raw(new Uint8Array(data))
    .done()

const hostile: readonly (readonly [string, Uint8Array])[] = [
  [
    'many-tensors',
    new GgufBytes()
      .start(2 ** 63, 0)
      .raw(new Uint8Array(4096))
      .done()
  ],
  [
    'long-text',
    new GgufBytes()
      .start(0, 1)
      .u64(2 ** 63)
      .raw(new Uint8Array(4096))
      .done()
  ],
  ['long-array', tokens(0, 2 ** 24, 100)],
  // 40 MB of empty texts, 48 MB of numbers: within the bounds, so they are walked over and the list ends too early.
  ['empty-texts', tokens(8, 5_000_000, 39_999_999)],
  ['numbers', tokens(4, 12_000_000, 47_999_999)],
  [
    'nested',
    new GgufBytes()
      .start(0, 1)
      .text('a')
      .u32(9)
      .u32(9)
      .u64(2 ** 40)
      .raw(new Uint8Array(4096))
      .done()
  ],
  ['blocks', headerOf(dense('llama', 1, { block_count: 1e9 }))]
]

test('hostile headers are refused in a process with little memory, and a large one is read', () => {
  const paths = [...hostile, ['large', largeHeader()] as const].map(([name, bytes]) => {
    const path = join(folder, `${name}.gguf`)
    writeFileSync(path, bytes)
    return path
  })
  const child = spawnSync(
    process.execPath,
    ['--max-old-space-size=128', '--import', 'tsx', '--input-type=module', '-e', program, '--', ...paths],
    { cwd: root, encoding: 'utf8' }
  )
  expect(child.stderr).toBe('')
  const { answers, before, after } = JSON.parse(child.stdout) as {
    answers: string[]
    before: number
    after: number
  }
  // The shape of a model is read from the header afterwards: a billion blocks are no fault of the list.
  expect(answers.slice(-2)).toEqual(['read', 'read'])
  for (const answer of answers.slice(0, -2)) expect(answer).toMatch(/at byte \d+.*\.$/u)
  // Kilobytes. What tsx itself takes is not the reader's.
  expect(after - before).toBeLessThan(200 * 1024)
  expect(after).toBeLessThan(320 * 1024)
})
