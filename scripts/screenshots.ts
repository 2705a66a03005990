/**
 * Pictures of every view of the built page, light and dark, on a wide, a small and a phone's window.
 *
 *     npm run screenshots                     of a simulated machine, into a temporary folder
 *     npm run screenshots -- FOLDER --here    of this machine, into FOLDER
 *     npm run screenshots -- --readme         docs/images/plimsoll.png
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { createHost } from '../src/host/create-host.ts'
import { listen, type Listening } from '../src/server/listen.ts'
import { launchChromium } from '../test/support/chromium.ts'
import { exampleHost } from './screenshots/example-host.ts'
import { readmePicture } from './screenshots/readme-picture.ts'
import { type Shot, shots } from './screenshots/shots.ts'

const root = join(import.meta.dirname, '..')
const sizes = [
  { name: '1280', width: 1280, height: 800 },
  { name: '900', width: 900, height: 600 },
  { name: '420', width: 420, height: 800 }
] as const
const themes = ['light', 'dark'] as const

/** Opens one state and waits until nothing on it is about to change. */
async function openShot(page: Page, server: Listening, { hash, drawn, act }: Shot): Promise<void> {
  // The token travels in the same part of the address as the view.
  await page.goto('about:blank')
  await page.goto(`http://127.0.0.1:${server.port}/${hash}&token=${server.token}`)
  await page.waitForSelector(drawn)
  await page.waitForFunction(() => !document.body.innerText.includes('Working out'))
  await page.evaluate(() => document.fonts.ready)
  await act?.(page)
}

async function takeAll(browser: Browser, server: Listening, folder: string, only: readonly Shot[]) {
  mkdirSync(folder, { recursive: true })
  for (const { name: size, width, height } of sizes) {
    for (const colorScheme of themes) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme })
      const page = await context.newPage()
      for (const shot of only) {
        await openShot(page, server, shot)
        const path = join(folder, `${shot.name}-${size}-${colorScheme}.png`)
        await page.screenshot({ path, fullPage: shot.whole === true })
      }
      await context.close()
    }
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { readme: { type: 'boolean' }, here: { type: 'boolean' }, only: { type: 'string' } }
})
const data = mkdtempSync(join(tmpdir(), 'plimsoll-data-'))
const host = values.here === true ? createHost({ dataFolder: data }) : exampleHost(data)
const server = await listen({ host, pageFolder: join(root, 'out/renderer') })
const browser = await launchChromium()
try {
  if (values.readme === true) {
    const picture = join(root, 'docs/images/plimsoll.png')
    await readmePicture(browser, (page, shot) => openShot(page, server, shot), picture)
    process.stdout.write(`${picture}\n`)
  } else {
    const folder = resolve(positionals[0] ?? mkdtempSync(join(tmpdir(), 'plimsoll-screenshots-')))
    const only = shots.filter(
      ({ name }) => values.only === undefined || values.only.split(',').includes(name)
    )
    await takeAll(browser, server, folder, only)
    process.stdout.write(`${folder}\n`)
  }
} finally {
  await browser.close()
  await server.close()
  rmSync(data, { recursive: true, force: true })
}
