import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, withoutChromium } from '../support/chromium.ts'
import { faultsAt } from './faultless.ts'
import { soon } from './reading.ts'
import { servedExample, visit } from './visit.ts'

const heads = (page: Page): Promise<string[]> => page.locator('.column-name > .link').allInnerTexts()

const model = 'view=model&model=qwen3-30b-a3b&context=8192'

describe.skipIf(withoutChromium())('compare, what would it take and the tour', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  test('by keyboard, light: a model is added, asked another way, undone and copied', async () => {
    const server = await servedExample()
    const { page, faults } = await visit(browser, server.address, { at: model, theme: 'light' })
    await page.locator('.bill').waitFor()
    await page.keyboard.press('+')
    await page.locator('.compare-note.shown').waitFor()
    expect(await page.locator('.compare-note').innerText()).toContain(
      'Qwen3 30B-A3B is in Compare: 1 of four'
    )
    await page.keyboard.press('3')
    await page.locator('.compare .bar').first().waitFor()
    await page.getByLabel('Add a model').focus()
    await page.keyboard.type('gema 3 12b')
    await page.keyboard.press('Enter')
    await expect.poll(() => heads(page)).toEqual(['Qwen3 30B-A3B', 'Gemma 3 12B'])
    expect(await page.locator('.best-mark').count()).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'Move Qwen3 30B-A3B right' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => heads(page)).toEqual(['Gemma 3 12B', 'Qwen3 30B-A3B'])
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Move Qwen3 30B-A3B right'
    )
    await page.keyboard.press('Control+z')
    await expect.poll(() => heads(page)).toEqual(['Qwen3 30B-A3B', 'Gemma 3 12B'])
    await expect
      .poll(() => decodeURIComponent(new URL(page.url()).hash), soon)
      .toContain('**gemma-3-12b-it*auto*8192*1*f16*here')
    expect(await faultsAt(page)).toEqual([])
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    expect(await faultsAt(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await page.locator('h1').innerText()).toBe('Compare')
    expect(faults).toEqual([])
  })

  test('by mouse, dark: four quantisations, other machines, another machine, and the address brings it back', async () => {
    const server = await servedExample()
    const { page, faults } = await visit(browser, server.address, { at: model, theme: 'dark' })
    await page.getByRole('button', { name: /Add to compare/ }).click()
    await page.getByRole('button', { name: 'Open Compare' }).click()
    await page.getByRole('button', { name: 'Four quantisations of Qwen3 30B-A3B' }).click()
    await expect.poll(() => heads(page)).toHaveLength(4)
    const quants = await page
      .locator('.column-ask .asked-choice:first-child select')
      .evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value))
    expect(new Set(quants).size).toBe(4)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => heads(page)).toHaveLength(1)
    await page.getByRole('button', { name: 'Other machines for Qwen3 30B-A3B' }).click()
    await expect.poll(() => heads(page)).toHaveLength(4)
    await page.locator('.compare td .verdict').nth(3).waitFor()
    expect(await faultsAt(page)).toEqual([])
    const before = await page.locator('.compare tbody').innerText()
    await page.reload()
    await page.locator('.compare td .verdict').nth(3).waitFor()
    expect(await page.locator('.compare tbody').innerText()).toBe(before)
    await page.getByRole('button', { name: 'Another machine…' }).first().click()
    await page.locator('.machine-form').waitFor()
    // The first closes the list of devices where it is open.
    await page.keyboard.press('Escape')
    if ((await page.locator('.machine-form').count()) > 0) await page.keyboard.press('Escape')
    await page.locator('.machine-form').waitFor({ state: 'detached' })
    expect(await page.locator('h1').innerText()).toBe('Compare')
    expect(faults).toEqual([])
  })

  test('what it would take comes in slices, and an option goes into Compare', async () => {
    const server = await servedExample()
    const { page, faults } = await visit(browser, server.address, {
      at: 'view=take&model=gemma-3-4b-it&context=8192',
      theme: 'dark'
    })
    await page.locator('.take-option').first().waitFor()
    await page.getByText('Of each kind the smallest').waitFor()
    expect(await faultsAt(page)).toEqual([])
    await page
      .getByRole('button', { name: /^Compare / })
      .first()
      .click()
    const speed = await page.locator('.take-speed').first().innerText()
    await page.keyboard.press('3')
    await page.locator('.compare td .verdict').first().waitFor()
    // The same machine, asked the same way, is the same answer in the other view.
    expect(await page.locator('.compare tbody').innerText()).toContain(speed.split('\n')[0])
    expect(faults).toEqual([])
  })

  test.each(['light', 'dark'] as const)(
    'the tour turns by arrows and jumps by its list, %s',
    async (theme) => {
      const server = await servedExample()
      const { page, faults } = await visit(browser, server.address, { at: 'view=tour', theme })
      await page.locator('.tour-here').waitFor()
      expect(await page.locator('h1').innerText()).toContain('DeepSeek-R1')
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => page.locator('h1').innerText()).toContain('Llama 3.1 405B')
      await page.keyboard.press('ArrowLeft')
      await page
        .getByRole('navigation', { name: 'Steps of the tour' })
        .getByRole('button', { name: /o3-mini/ })
        .click()
      await page.getByText('it is a service only').waitFor()
      await page
        .getByRole('navigation', { name: 'Steps of the tour' })
        .getByRole('button', { name: /Qwen3-30B-A3B/ })
        .click()
      await page.locator('.tour-here').waitFor()
      expect(await faultsAt(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.locator('.row').first().waitFor()
      expect(faults).toEqual([])
    }
  )
})
