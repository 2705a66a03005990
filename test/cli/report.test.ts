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

test.each(['md', 'html', 'json', 'csv'])(
  'a .%s file names the machine, the model and its memory bill',
  async (ending) => {
    const file = join(folder, `report.${ending}`)
    const { code, err } = await plimsoll(['report', 'qwen3-30b-a3b', ...desktop, '--out', file])
    expect(code, err).toBe(0)
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('RTX 4070 Ti SUPER')
    expect(text).toMatch(/Qwen3[ -]30B-A3B/)
    expect(text).toMatch(/KV cache|kv-cache|contextBytes|kv_cache/i)
  }
)

test('standard output carries the report when no file is named', async () => {
  const { code, out } = await plimsoll(['report', 'gpt2', ...desktop, '--format', 'md'])
  expect(code).toBe(0)
  expect(out).toMatch(/^# /)
})

test('an ending that says nothing is refused before anything is written', async () => {
  const { code, err } = await plimsoll(['report', 'gpt2', ...desktop, '--out', join(folder, 'report.pdf')])
  expect(code).toBe(2)
  expect(err).toContain('.md, .html, .json or .csv')
})

test('the command that a report prints gives its figures from its JSON, on whatever machine', async () => {
  const file = join(folder, 'plimsoll-qwen3-30b-a3b.json')
  const asked = ['-c', '16k', '--parallel', '2', '--cache', 'q8_0']
  await plimsoll(['report', 'qwen3-30b-a3b', ...desktop, ...asked, '--out', file])
  const markdown = await plimsoll(['report', 'qwen3-30b-a3b', ...desktop, ...asked, '--format', 'md'])
  const [, command = ''] = /^plimsoll (check .*)$/mu.exec(markdown.out) ?? []
  const words = command.split(' ').map((word) => (word === 'plimsoll-qwen3-30b-a3b.json' ? file : word))
  expect(words).toContain(file)
  const again = await plimsoll([...words, '--json'])
  const report = JSON.parse(readFileSync(file, 'utf8')) as { selected: [object] }
  // `check` also says what would help in other ways; its figures are those of the report.
  const { devices, host, weightsBytes, engine, speed } = JSON.parse(again.out) as Record<string, unknown>
  expect(report.selected[0]).toMatchObject({ devices, host, weightsBytes, engine, speed })
})
