import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { electronPackage, electronProgram } from '../../scripts/start/runtime.ts'
import { whyNoWindow } from '../../scripts/start/why-no-window.ts'
import { builtOut } from '../support/built.ts'

const root = join(import.meta.dirname, '../..')
const electron = electronPackage(root)
const program = electron && electronProgram(electron)
const hindrance =
  whyNoWindow({ platform: process.platform, env: process.env }, process.getuid?.() === 0) ??
  (program === null ? "Electron's program is not here (npx install-electron)" : null)

if (hindrance !== null) {
  console.warn(
    `NOT TESTED HERE: the real window, because ${hindrance}. The stand-in covers the same scenario.`
  )
}

test.skipIf(hindrance !== null)(
  'the real window draws the page, reaches this machine, and has no Node in it',
  async () => {
    await builtOut()
    const data = mkdtempSync(join(tmpdir(), 'plimsoll-data-'))
    onTestFinished(() => rmSync(data, { recursive: true, force: true }))
    const env = Object.fromEntries(
      Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
    )
    const app = await _electron.launch({
      executablePath: program ?? '',
      args: [root, `--user-data-dir=${data}`],
      env: { ...env, PLIMSOLL_DATA: data }
    })
    onTestFinished(() => app.close())
    const page = await app.firstWindow()
    await page.waitForSelector('#root:not(:empty)', { state: 'attached' })
    expect(page.url()).toMatch(/^app:\/\/local\//u)
    expect(await page.evaluate(() => window.host?.detect())).toMatchObject({ name: 'this machine' })
    expect(await page.evaluate(() => [typeof globalThis.process, 'require' in globalThis])).toEqual([
      'undefined',
      false
    ])
    await page.evaluate(() => {
      location.href = 'https://evil.example/'
    })
    expect(page.url()).toMatch(/^app:\/\/local\//u)
  },
  120_000
)
