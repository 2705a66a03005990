import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, withoutChromium } from '../support/chromium.ts'
import { faultsAt } from './faultless.ts'
import { servedExample, visit } from './visit.ts'

/** The long list is cut to what a search leaves: its rows are of one kind. What opens in a view is its own test's. */
const views = [
  { hash: '#view=list&context=32768', drawn: '.row', search: 'qwen3' },
  { hash: '#view=model&model=deepseek-r1&context=32768', drawn: '.bill .over' },
  { hash: '#view=report', drawn: '.paper' }
] as const

describe.skipIf(withoutChromium())('axe-core finds nothing', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  test.each(['light', 'dark'] as const)('on any view at any size, %s', async (theme) => {
    const server = await servedExample()
    const { page, faults } = await visit(browser, server.address, { theme })
    const found: string[] = []
    for (const view of views) {
      await page.evaluate((hash) => (window.location.hash = hash), view.hash)
      await page.locator(view.drawn).first().waitFor()
      if ('search' in view) {
        await page.fill('#search', view.search)
        await page.waitForFunction(() => document.querySelectorAll('.row').length <= 40)
      }
      found.push(
        ...(await faultsAt(page, {
          what: view.hash,
          // The report’s list has hundreds of rows of one kind; the tables before it stand for it.
          without: [{ fromShadowDom: ['.paper', '[aria-label="All models"]'] }]
        }))
      )
    }
    expect(found).toEqual([])
    expect(faults).toEqual([])
  })
})
