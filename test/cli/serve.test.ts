import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { defaultSettings } from '../../src/contract/settings.ts'
import { tokenHeader } from '../../src/server/token.ts'
import { plimsoll, serving } from '../support/plimsoll.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-serve-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Reading {
  readonly value: number
  readonly source: string
}

test('the built server keeps settings, and the command line uses the values entered by hand', async () => {
  const environment = { PLIMSOLL_DATA: folder }
  const { address, stop } = await serving(environment)
  onTestFinished(stop)
  const { origin, hash } = new URL(address)
  const settings = { ...defaultSettings, overrides: { accelerators: {}, ramBandwidth: 51_200_000_000 } }
  const answer = await fetch(`${origin}/api/writeSettings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [tokenHeader]: hash.replace('#token=', '') },
    body: JSON.stringify([settings])
  })
  expect([answer.status, await answer.text()]).toEqual([200, 'null'])
  expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toEqual(settings)

  const { out } = await plimsoll(['detect', '--json'], '', environment)
  const { ram } = JSON.parse(out) as { ram: { bandwidth: Reading } }
  expect(ram.bandwidth).toMatchObject({ value: 51_200_000_000, source: 'entered by hand' })
})

test('a port in use is one clear sentence and exit code 2', async () => {
  const { address, stop } = await serving({ PLIMSOLL_DATA: folder })
  onTestFinished(stop)
  const { port } = new URL(address)
  const { code, err } = await plimsoll(['serve', '--no-open', '--port', port])
  expect(code).toBe(2)
  expect(err).toMatch(new RegExp(`port ${port}`, 'i'))
  expect(err.trim().split('\n')).toHaveLength(1)
})

test('a settings file that cannot be read is set aside with a note, and nothing is lost', async () => {
  const data = mkdtempSync(join(folder, 'corrupt-'))
  writeFileSync(join(data, 'settings.json'), '{ "version": 1, "theme": ')
  const { code, err } = await plimsoll(['check', 'gpt2'], '', { PLIMSOLL_DATA: data })
  expect(code).toBe(0)
  expect(err).toMatch(/settings/i)
  expect(err).toMatch(/settings\.corrupt-/)
})
