import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { exampleMachine } from '../../scripts/screenshots/example-machine.ts'
import { createHost } from '../../src/host/create-host.ts'
import { listen, type Listening } from '../../src/server/listen.ts'
import { builtOut } from '../support/built.ts'
import { launchChromium, withoutChromium } from '../support/chromium.ts'
import { temporaryFolder, visit } from './visit.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The long list is cut to what a search leaves: its rows are of one kind. */
const views = [
  { hash: '#view=list&context=32768', drawn: '.row', search: 'qwen3' },
  { hash: '#view=model&model=qwen3-30b-a3b&context=32768', drawn: '.bill' },
  { hash: '#view=model&model=deepseek-r1&context=32768', drawn: '.bill .over' },
  { hash: '#view=report', drawn: '.paper' },
  { hash: '#view=machine', drawn: '.field' }
] as const

const sizes = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
  { width: 420, height: 800 }
] as const

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const { violations: found } = await page.evaluate((): Promise<AxeResults> =>
    (globalThis as unknown as { axe: { run: (on: unknown) => Promise<AxeResults> } }).axe.run({
      include: [['body']],
      // The report’s list has hundreds of rows of one kind; the tables before it stand for it.
      exclude: [{ fromShadowDom: ['.paper', '[aria-label="All models"]'] }]
    })
  )
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ target }) => target.join(' '))
        .slice(0, 3)
        .join(', ')} (${nodes.length})`
  )
}

describe.skipIf(withoutChromium())('axe-core finds nothing', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  /** The built page on the machine of the pictures: all kinds of verdict, whatever this machine is. */
  async function serve(): Promise<Listening> {
    const host = createHost({ dataFolder: temporaryFolder() })
    return listen({
      host: { ...host, detect: () => Promise.resolve(exampleMachine()) },
      pageFolder: join(await builtOut(), 'renderer')
    })
  }

  test.each(['light', 'dark'] as const)('on any view at any size, %s', async (theme) => {
    const server = await serve()
    onTestFinished(() => server.close())
    const { page, faults } = await visit(browser, server.address, { theme })
    const found: Record<string, string[]> = {}
    for (const view of views) {
      await page.evaluate((hash) => (window.location.hash = hash), view.hash)
      await page.locator(view.drawn).first().waitFor()
      if ('search' in view) {
        await page.fill('#search', view.search)
        await page.waitForFunction(() => document.querySelectorAll('.row').length <= 40)
      }
      for (const size of sizes) {
        await page.setViewportSize(size)
        const at = `${view.hash} at ${size.width} × ${size.height}`
        const wrong = await violations(page)
        if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth))
          wrong.push('wider than the window')
        if (wrong.length > 0) found[at] = wrong
      }
    }
    expect(found).toEqual({})
    expect(faults).toEqual([])
  })
})
