import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { dense, headerOf } from '../core/model/gguf/sample-headers.ts'
import { plimsoll, plimsollJson } from '../support/plimsoll.ts'

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-file-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'small.gguf')
const general = { 'general.name': 'A small one', 'general.file_type': 0 }
writeFileSync(file, headerOf({ ...dense('llama', 2), general }))
const machine = ['--device', 'RTX 4090']

test('check reads a file: its own weights, its own name, and how much of it is there', async () => {
  const { code, out } = await plimsoll(['check', file, ...machine])
  expect(code).toBe(0)
  expect(out).toMatch(/^A small one on GeForce RTX 4090/)
  expect(out).toMatch(/Weights +105 KiB as F32/)
  expect(out).toMatch(/Note: The file is not whole/)
  expect(out).toContain(`llama-server -m ${file} -c 4096`)
})

test('the JSON answer has only numbers that are numbers', async () => {
  const { document } = await plimsollJson(['check', file, ...machine])
  const answer = document as { weightsBytes: number; fileBytes: number; parameters: { total: number } }
  expect(answer.parameters.total).toBe(64 * 32 + 64 + 2 * (64 + 64 * 64 + 64 * 128))
  expect(answer.weightsBytes).toBe(4 * answer.parameters.total)
  expect(JSON.stringify(document)).not.toMatch(/NaN|Infinity/)
})

test('a quantisation cannot be asked of a file', async () => {
  const { code, err } = await plimsoll(['check', file, '-q', 'Q4_K_M', ...machine])
  expect(code).toBe(2)
  expect(err).toMatch(/--quant: Q4_K_M cannot be asked of a file/)
})

test('report has a file in full', async () => {
  const { code, out } = await plimsoll(['report', file, ...machine])
  expect(code).toBe(0)
  expect(out).toContain('A small one')
})

test('batch answers a file, and goes on after one that cannot be read', async () => {
  const line = (id: number, model: string, more = {}): string =>
    JSON.stringify({ id, model, machine: { gpus: 1 }, engine: { contextTokens: 4096 }, ...more })
  const gone = join(folder, 'gone.gguf')
  const lines = [line(1, gone), line(2, file), line(3, file, { quant: 'Q8_0' })]
  const { out } = await plimsoll(['batch'], `${lines.join('\n')}\n`)
  const [missing, read, asked] = out
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Record<string, unknown>)
  expect(missing).toMatchObject({ id: 1, error: { kind: 'bad-file' } })
  expect(read).toMatchObject({
    id: 2,
    model: file,
    quant: 'F32',
    devices: [{ contextBytes: 2 * 4096 * 128 }]
  })
  expect(asked).toMatchObject({ id: 3, error: { kind: 'bad-setting' } })
})
