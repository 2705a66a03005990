import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, withoutChromium } from '../support/chromium.ts'
import { faultsAt } from './faultless.ts'
import { soon } from './reading.ts'
import { servedExample, temporaryFolder, visit } from './visit.ts'

/** llama-bench on the card of the pictures: as fast as most of its data sheet. */
const log = [
  '| model         |     size | params | backend | ngl |   test |              t/s |',
  '| ------------- | -------: | -----: | ------- | --: | -----: | ---------------: |',
  '| qwen3 8B Q4_K | 4.68 GiB | 8.19 B | CUDA    |  99 |  pp512 | 3900.00 ± 21.00 |',
  '| qwen3 8B Q4_K | 4.68 GiB | 8.19 B | CUDA    |  99 |  tg128 |   78.10 ± 0.20 |'
].join('\n')

const section = (page: Page) => page.getByRole('region', { name: 'Measured here' })
const bandwidth = (page: Page): Promise<string> =>
  page.getByRole('group', { name: 'GPU bandwidth' }).locator('.field-value strong').innerText()

async function addLog(page: Page): Promise<void> {
  await section(page).getByRole('button', { name: 'Add a measurement…' }).click()
  await page.getByRole('combobox', { name: 'Model that was run' }).fill('qwen3 8b')
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'File type' }).selectOption('Q4_K_M')
  await page.getByRole('radio', { name: 'A log' }).check({ force: true })
  await page.getByRole('textbox', { name: /^What llama-bench/ }).fill(log)
  await expect.poll(() => page.locator('.measured-found').innerText(), soon).toContain('multiplies at')
  await section(page).getByRole('button', { name: 'Keep' }).click()
  await expect.poll(() => section(page).getByRole('listitem').count(), soon).toBe(2)
}

describe.skipIf(withoutChromium())('what was measured on this machine', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  test('is added from a log, corrects every answer at once, stays, and is removed and brought back', async () => {
    const folder = temporaryFolder()
    const server = await servedExample(folder)
    const { page, faults } = await visit(browser, server.address, {
      at: 'view=model&model=qwen3-8b&quant=Q4_K_M&context=4096'
    })
    const answer = (): Promise<string> => page.locator('main').innerText()
    await expect.poll(answer, soon).toMatch(/tok\/s/)
    expect(await answer()).not.toContain('measured on this machine')
    await page.evaluate(() => (window.location.hash = '#view=machine'))
    await expect.poll(() => bandwidth(page), soon).toBe('672 GB/s')
    await addLog(page)
    await expect.poll(() => bandwidth(page), soon).not.toBe('672 GB/s')
    const corrected = await bandwidth(page)
    const kept = JSON.parse(readFileSync(join(folder, 'calibration.json'), 'utf8')) as { records: unknown[] }
    expect(kept.records).toMatchObject([
      { id: 1, what: 'decode', tokensPerSecond: 78.1, model: 'Qwen/Qwen3-8B', quant: 'Q4_K_M' },
      { id: 2, what: 'prefill', tokensPerSecond: 3900, promptTokens: 512 }
    ])

    await page.evaluate(() => (window.location.hash = '#view=model&model=qwen3-8b&quant=Q4_K_M&context=4096'))
    await expect.poll(answer, soon).toContain('measured on this machine (1 run)')

    await page.evaluate(() => (window.location.hash = '#view=machine'))
    await page.reload()
    await expect.poll(() => bandwidth(page), soon).toBe(corrected)
    const remove = section(page).getByRole('button', { name: /^Remove the measurement/ })
    await remove.first().click()
    await expect.poll(() => bandwidth(page), soon).toBe('672 GB/s')
    await section(page).getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => bandwidth(page), soon).toBe(corrected)
    expect(faults).toEqual([])
  })

  test.each(['light', 'dark'] as const)(
    'is without a fault for axe-core at every size, %s',
    async (theme) => {
      const server = await servedExample()
      const { page, faults } = await visit(browser, server.address, { at: 'view=machine', theme })
      await section(page).waitFor()
      await addLog(page)
      await section(page).getByRole('button', { name: 'Add a measurement…' }).click()
      await page.getByRole('form', { name: 'Add a measurement' }).waitFor()
      const found = await faultsAt(page, { within: '[aria-label="Measured here"]' })
      await page.getByRole('combobox', { name: 'Model that was run' }).fill('qwen3 8b')
      await page.keyboard.press('Enter')
      await page.getByRole('textbox', { name: 'Writing, tokens/s' }).fill('90000')
      await expect
        .poll(() => page.locator('.measured-found').innerText(), soon)
        .toContain('cannot be explained')
      found.push(...(await faultsAt(page, { within: '[aria-label="Measured here"]' })))
      expect(found).toEqual([])
      expect(faults).toEqual([])
    }
  )
})
