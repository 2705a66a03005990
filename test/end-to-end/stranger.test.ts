import { readFileSync } from 'node:fs'
import type { Browser, Download, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtOut } from '../support/built.ts'
import { launchChromium, withoutChromium } from '../support/chromium.ts'
import { soon } from './reading.ts'
import { served, visit } from './visit.ts'

/** One thing a person does: a key, a press of a button, a line written and sent with Enter. */
interface Hands {
  readonly key: (name: string) => Promise<void>
  readonly line: (text: string) => Promise<void>
  readonly click: (selector: string) => Promise<void>
  readonly actions: () => number
}

function handsOn(page: Page): Hands {
  let count = 0
  const counted = (act: () => Promise<void>): Promise<void> => {
    count++
    return act()
  }
  return {
    key: (name) => counted(() => page.keyboard.press(name)),
    line: (text) =>
      counted(async () => {
        // Nobody writes before there is a field to write in.
        await page.locator('input:not([type=range]):focus').waitFor()
        await page.keyboard.type(text)
        await page.keyboard.press('Enter')
      }),
    click: (selector) => counted(() => page.locator(selector).click()),
    actions: () => count
  }
}

/** The question is answered: what is pressed now is for the page. */
const closed = (page: Page): Promise<void> => page.getByRole('dialog').waitFor({ state: 'detached' })

describe.skipIf(withoutChromium())(
  'a stranger wants the longest context of a model on a machine, as HTML',
  () => {
    let browser: Browser
    beforeAll(async () => {
      await builtOut()
      browser = await launchChromium()
    })
    afterAll(() => browser.close())

    async function heldAgainst(page: Page, download: Download): Promise<void> {
      const html = readFileSync(await download.path(), 'utf8')
      const answer = await page.locator('.answer .claim').innerText()
      const tokens = Number(/context=(\d+)/u.exec(page.url())?.[1])
      // Longer than where it began, and nothing longer is on offer.
      expect(tokens).toBeGreaterThan(8192)
      await expect.poll(() => page.locator('.lever', { hasText: 'the longest' }).count(), soon).toBe(0)
      expect(download.suggestedFilename()).toBe('plimsoll-qwen3-30b-a3b.html')
      for (const said of [tokens.toLocaleString('en-US'), '16.0 GiB', '32.0 GiB'])
        expect(html).toContain(said)
      expect(html).toContain(answer)
    }

    test('by keyboard and one press, in six actions', async () => {
      const { page, faults } = await visit(browser, (await served()).address)
      const { key, line, click, actions } = handsOn(page)
      await key('m')
      await line('16 gb card 32 gb ram')
      await closed(page)
      await key('/')
      await line('Qwen3-30B-A3B')
      await click('.lever:has-text("the longest")')
      const [download] = await Promise.all([page.waitForEvent('download'), key('s')])
      await heldAgainst(page, download)
      expect(actions()).toBeLessThanOrEqual(6)
      expect(faults).toEqual([])
    })

    test('by mouse but for the two lines, in six actions, on a phone', async () => {
      const size = { width: 420, height: 800 }
      const { page, faults } = await visit(browser, (await served()).address, { size, theme: 'dark' })
      const { line, click, actions } = handsOn(page)
      await click('[data-opens=machines]')
      await line('16gb card, 32gb ram')
      await closed(page)
      await click('#search')
      await line('Qwen3-30B-A3B')
      await click('.lever:has-text("the longest")')
      const [download] = await Promise.all([page.waitForEvent('download'), click('[data-saves=report]')])
      await heldAgainst(page, download)
      expect(actions()).toBeLessThanOrEqual(6)
      expect(faults).toEqual([])
    })
  }
)
