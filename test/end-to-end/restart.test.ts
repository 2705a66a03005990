import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtOut } from '../support/built.ts'
import { launchChromium, withoutChromium } from '../support/chromium.ts'
import { qwen, soon, termsShown } from './reading.ts'
import { served, temporaryFolder, visit } from './visit.ts'

describe.skipIf(withoutChromium())('a person whose program ends and starts again', () => {
  let browser: Browser
  beforeAll(async () => {
    await builtOut()
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  test('finds the page after a reload as it was, and the settings after a restart', async () => {
    const folder = temporaryFolder()
    const first = await served(folder)
    const { page, faults } = await visit(browser, first.address, {
      at: `view=model&model=${qwen}&quant=Q3_K_M&context=16384`
    })
    await page.locator('.bill').waitFor()
    const before = await termsShown(page)
    await page.reload()
    await expect.poll(() => termsShown(page), soon).toEqual(before)
    const written = page.waitForResponse(
      (response) => response.request().postData()?.includes('"theme":"dark"') === true
    )
    await page.keyboard.press(']')
    await page.getByLabel('Dark').check()
    await written
    expect(faults).toEqual([])
    await first.stop()
    const { page: again } = await visit(browser, (await served(folder)).address)
    await expect.poll(() => again.locator('output').innerText(), soon).toBe('24,576 tokens')
    expect(await again.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark')
  })

  test('is told when the program has ended, and goes on with the address of the next start', async () => {
    const folder = temporaryFolder()
    const first = await served(folder)
    const { page, faults } = await visit(browser, first.address, { at: 'view=machine' })
    // What the view asks for and fetches ahead has come: a request under way would be cut instead of refused.
    await page.waitForLoadState('networkidle')
    expect(faults).toEqual([])
    await first.stop()
    await page.getByRole('button', { name: 'Read again' }).click()
    const notice = page.getByRole('alert').first()
    await expect.poll(() => notice.innerText(), soon).toContain('does not answer')
    // What was read stays on screen, and is still worked with.
    await page.getByRole('region', { name: 'This machine', exact: true }).waitFor()
    const { port } = new URL(first.address)
    const second = await served(folder, ['--port', port])
    await notice.getByRole('button', { name: 'Retry' }).click()
    await expect.poll(() => notice.innerText(), soon).toContain('Open the address that was printed last')
    const read = page.waitForResponse((response) => response.url().endsWith('/api/detect'))
    await page.goto(second.address)
    expect((await read).status()).toBe(200)
    await expect.poll(() => page.getByRole('alert').count(), soon).toBe(0)
    const expected = /ERR_CONNECTION_REFUSED|401/u
    expect(faults.filter((fault) => !expected.test(fault))).toEqual([])
  })

  test('keeps the page where a part of it can no longer be fetched, and is told so in its place', async () => {
    const first = await served()
    const { page, faults } = await visit(browser, first.address)
    await page.locator('.row').first().waitFor()
    await first.stop()
    await page.keyboard.press('?')
    const notice = page.getByRole('alert').filter({ hasText: 'could not be fetched' })
    await notice.getByRole('button', { name: 'Close' }).click()
    await expect.poll(() => notice.count(), soon).toBe(0)
    await page.keyboard.press('3')
    await notice.getByRole('button', { name: 'Back to the list' }).click()
    await page.locator('.row').first().waitFor()
    const expected = /ERR_CONNECTION_REFUSED|^error: TypeError: Failed to fetch dynamically/u
    expect(faults.filter((fault) => !expected.test(fault))).toEqual([])
  })
})
