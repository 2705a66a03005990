import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, withoutChromium } from '../support/chromium.ts'
import { faultsAt } from './faultless.ts'
import { soon } from './reading.ts'
import { servedExample, visit } from './visit.ts'

const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute('data-key') ?? null)

describe.skipIf(withoutChromium())('the list', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  /** The built page on the machine of the pictures, with a few models left by a filter in the address. */
  async function open(at: string, theme: 'light' | 'dark' = 'light') {
    const server = await servedExample()
    const visited = await visit(browser, server.address, { at, theme })
    await visited.page.locator('.row').first().waitFor()
    return visited
  }

  test('is walked by keyboard: into quantisations, out to a model and back to the same row', async () => {
    const { page, faults } = await open('view=list&context=8192')
    await page.keyboard.press('/')
    await page.keyboard.type('qwen3 30b')
    const answer = page.locator('[data-slug="qwen3-30b-a3b"] .cell-quant')
    await answer.waitFor()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => focused(page), soon).toBe('qwen3-30b-a3b')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.locator('.row:focus').getAttribute('aria-expanded'), soon).toBe('true')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => focused(page), soon).toBe('qwen3-30b-a3b BF16')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => focused(page), soon).toBe('qwen3-30b-a3b Q8_0')
    await page.keyboard.press('Enter')
    await page.locator('.bill').waitFor()
    await expect.poll(() => page.url(), soon).toContain('model=qwen3-30b-a3b&quant=Q8_0')
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page), soon).toBe('qwen3-30b-a3b Q8_0')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => page.locator('.quant-row').count(), soon).toBe(0)
    await page.keyboard.press('Escape')
    expect(await page.inputValue('#search')).toBe('')
    expect(faults).toEqual([])
  })

  test('draws only what is seen, and comes back to where it was', async () => {
    const { page, faults } = await open('view=list&context=8192')
    const rows = page.locator('.list .row')
    await expect
      .poll(() => page.locator('.list').getAttribute('aria-rowcount').then(Number), soon)
      .toBeGreaterThan(60)
    expect(await rows.count()).toBeLessThan(40)
    // Until every model is worked out, rows come in between.
    await page.waitForFunction(() => !document.body.innerText.includes('Working out'))
    await page.evaluate(() => window.scrollTo(0, 2400))
    const far = page.locator('.row[aria-rowindex="36"]')
    await far.waitFor()
    const slug = await far.getAttribute('data-slug')
    // A click by the test scrolls to what it clicks, as no mouse does.
    await far.scrollIntoViewIfNeeded()
    const before = await page.evaluate(() => window.scrollY)
    await far.click()
    await page.locator('h1').getByText('on this machine').waitFor()
    await page.getByRole('button', { name: 'All models' }).click()
    await expect.poll(() => focused(page), soon).toBe(slug)
    await expect.poll(() => page.evaluate(() => window.scrollY), soon).toBe(before)
    expect(faults).toEqual([])
  })

  test.each(['light', 'dark'] as const)('filters, groups and stays accessible, %s', async (theme) => {
    const { page, faults } = await open('view=list&context=8192&by=Google&size=-4b', theme)
    await page.getByRole('button', { name: 'Filters' }).click()
    await page.getByRole('region', { name: 'Filters' }).waitFor()
    await page.getByRole('group', { name: 'Takes in' }).getByRole('checkbox', { name: 'Text only' }).check()
    await page.getByRole('checkbox', { name: 'Group by family' }).check()
    await expect.poll(() => page.url(), soon).toContain('in=text-only')
    await page.locator('.group-row').first().waitFor()
    expect(await faultsAt(page)).toEqual([])
    await page.getByRole('group', { name: 'Takes in' }).getByRole('checkbox', { name: 'Text only' }).focus()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('region', { name: 'Filters' }).count(), soon).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('filter-button')
    await page.getByRole('button', { name: 'Remove filter Takes in: Text only' }).click()
    await expect.poll(() => page.url(), soon).not.toContain('in=')
    await page.getByRole('button', { name: 'Clear all' }).click()
    await expect.poll(() => page.url(), soon).not.toContain('by=')
    await page.getByRole('button', { name: 'Put them back' }).click()
    await expect.poll(() => page.url(), soon).toContain('by=Google')
    expect(faults).toEqual([])
  })
})
