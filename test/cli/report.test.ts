import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plimsoll } from '../support/plimsoll.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-report-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const desktop = ['--device', 'RTX 4070 Ti SUPER', '--ram', '32']
/** One question for every format: each of them lists the whole catalogue, which takes seconds. */
const asked = ['report', 'qwen3-30b-a3b', ...desktop, '-c', '16k', '--parallel', '2', '--cache', 'q8_0']

function expectWhole(text: string): void {
  expect(text).toContain('RTX 4070 Ti SUPER')
  expect(text).toMatch(/Qwen3[ -]30B-A3B/)
  expect(text).toMatch(/KV cache|kv-cache|contextBytes|kv_cache/i)
}

test.each(['md', 'html', 'csv'])(
  'a .%s file names the machine, the model and its memory bill',
  async (ending) => {
    const file = join(folder, `report.${ending}`)
    const { code, err } = await plimsoll([...asked, '--out', file])
    expect(code, err).toBe(0)
    expectWhole(readFileSync(file, 'utf8'))
  }
)

test('an ending that says nothing is refused before anything is written', async () => {
  const { code, err } = await plimsoll(['report', 'gpt2', ...desktop, '--out', join(folder, 'report.pdf')])
  expect(code).toBe(2)
  expect(err).toContain('.md, .html, .json or .csv')
})

test('Markdown on standard output carries a command that gives its figures from the .json file, on whatever machine', async () => {
  const file = join(folder, 'plimsoll-qwen3-30b-a3b.json')
  const saved = await plimsoll([...asked, '--out', file])
  expect(saved.code, saved.err).toBe(0)
  expectWhole(readFileSync(file, 'utf8'))
  const markdown = await plimsoll([...asked, '--format', 'md'])
  expect(markdown.code).toBe(0)
  expect(markdown.out).toMatch(/^# /)
  expectWhole(markdown.out)
  const [, command = ''] = /^plimsoll (check .*)$/mu.exec(markdown.out) ?? []
  const words = command.split(' ').map((word) => (word === 'plimsoll-qwen3-30b-a3b.json' ? file : word))
  expect(words).toContain(file)
  const again = await plimsoll([...words, '--json'])
  const report = JSON.parse(readFileSync(file, 'utf8')) as { selected: [object] }
  // `check` also says what would help in other ways; its figures are those of the report.
  const { devices, host, weightsBytes, engine, speed } = JSON.parse(again.out) as Record<string, unknown>
  expect(report.selected[0]).toMatchObject({ devices, host, weightsBytes, engine, speed })
})
