import { readFileSync } from 'node:fs'
import type { Browser, Download, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleMachine } from '../../scripts/screenshots/example-machine.ts'
import { launchChromium, withoutChromium } from '../support/chromium.ts'
import { faultsAt } from './faultless.ts'
import { soon } from './reading.ts'
import { servedExample, temporaryFolder, visit } from './visit.ts'

const at = 'view=report&model=qwen3-30b-a3b&quant=Q4_K_M&context=16384&gpu-layers=30'

const text = async (download: Download): Promise<string> => readFileSync(await download.path(), 'utf8')

async function save(page: Page, press: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return download
}

const format = (page: Page, name: string) => page.getByRole('radio', { name, exact: true })

describe.skipIf(withoutChromium())('the report', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  test('is previewed as what is saved, in every format, at any size, light and dark', async () => {
    const server = await servedExample()
    const found: string[] = []
    for (const theme of ['light', 'dark'] as const) {
      const { page, faults } = await visit(browser, server.address, { at, theme })
      for (const name of ['HTML', 'Markdown', 'Card']) {
        await format(page, name).check()
        await page.locator('.paper h1, .paper-text, .card-picture').first().waitFor()
        found.push(...(await faultsAt(page, { what: name })))
      }
      expect(faults).toEqual([])
    }
    expect(found).toEqual([])
  })

  test('by keyboard: the format by arrows, s saves it, and it is remembered', async () => {
    const { page, faults } = await visit(browser, (await servedExample()).address, { at })
    await page.locator('.paper h1').waitFor()
    // Until the curve is there the report is not whole: pressed before, it is saved then.
    const html = await text(await save(page, () => page.keyboard.press('s')))
    await page.getByText('Saved: plimsoll-qwen3-30b-a3b.html').waitFor()
    const paper = await page.locator('.paper article').innerText()
    for (const line of [
      'Qwen3 30B-A3B on a simulated machine',
      'placed by the planner',
      'How to read and reproduce it'
    ]) {
      expect(paper).toContain(line)
      expect(html).toContain(line)
    }
    await format(page, 'HTML').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect(await format(page, 'Markdown').isChecked()).toBe(true)
    const shown = await page.locator('.paper-text').innerText()
    const markdown = await save(page, () => page.keyboard.press('s'))
    expect(markdown.suggestedFilename()).toBe('plimsoll-qwen3-30b-a3b.md')
    expect((await text(markdown)).trimEnd()).toBe(shown)
    await page.waitForResponse((response) => response.url().endsWith('/api/writeSettings'))
    await page.reload()
    await page.locator('.paper-text').waitFor()
    expect(await format(page, 'Markdown').isChecked()).toBe(true)
    expect(faults).toEqual([])
  })

  test('as a card is a PNG of 1200 x 630 that is the picture in the preview', async () => {
    const { page, faults } = await visit(browser, (await servedExample()).address, { at })
    await format(page, 'Card').check()
    const picture = page.locator('.card-picture')
    await picture.waitFor()
    expect(await picture.getAttribute('alt')).toContain(
      'Qwen3 30B-A3B on GeForce RTX 4070 Ti SUPER, 16.0 GiB'
    )
    const download = await save(page, () => page.getByRole('button', { name: 'Save Card' }).click())
    const png = readFileSync(await download.path())
    expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630])
    expect(`data:image/png;base64,${png.toString('base64')}`).toBe(await picture.getAttribute('src'))
    expect(faults).toEqual([])
  })

  test('on paper is the report alone, and PDF opens the browser’s print dialog', async () => {
    const { page, faults } = await visit(browser, (await servedExample()).address, { at })
    await format(page, 'PDF').check()
    await page.evaluate(() => {
      Object.assign(window, { printed: 0, print: () => Object.assign(window, { printed: 1 }) })
    })
    await page.getByRole('button', { name: 'Print as PDF' }).click()
    await page.getByText('The print dialog was opened').waitFor()
    expect(await page.evaluate(() => (window as unknown as { printed: number }).printed)).toBe(1)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.paper h1').isVisible()).toBe(true)
    for (const other of ['.rail', '.save-bar', '.report-strip', 'main > h1'])
      expect(await page.locator(other).isVisible()).toBe(false)
    const pdf = await page.pdf({ preferCSSPageSize: true })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(faults).toEqual([])
  })

  test('as JSON brings its state back on another machine, and one press goes back to that one', async () => {
    const here = await visit(browser, (await servedExample()).address, { at })
    await format(here.page, 'JSON').check()
    const json = await save(here.page, () => here.page.keyboard.press('s'))
    const path = await json.path()
    // Another run, of a machine without that card, with a correction of its own.
    const server = await servedExample(temporaryFolder(), {
      ...exampleMachine(),
      ...{ name: 'this machine', accelerators: [] }
    })
    const { page, faults } = await visit(browser, server.address, { at: 'view=report' })
    await page.getByRole('button', { name: 'Open a report…' }).waitFor()
    await page.locator('input[type=file]').setInputFiles(path)
    await page.getByText('Figures are for the machine of a report made').waitFor()
    for (const part of at.split('&')) await expect.poll(() => page.url(), soon).toContain(part)
    await page.keyboard.press('2')
    const answer = page.locator('p.answer')
    await here.page.keyboard.press('2')
    await Promise.all([page, here.page].map((one) => one.locator('.bill').waitFor()))
    expect(await answer.innerText()).toBe(await here.page.locator('p.answer').innerText())
    const theirs = await answer.innerText()
    await page.locator('.report-notice').getByRole('button').click()
    await expect.poll(() => answer.innerText()).not.toBe(theirs)
    expect(await page.getByText('Figures are for the machine of a report').count()).toBe(0)
    await page.keyboard.press('5')
    await page.locator('input[type=file]').setInputFiles({
      ...{ name: 'half.json', mimeType: 'application/json' },
      buffer: readFileSync(path).subarray(0, 900)
    })
    expect(await page.getByRole('alert').innerText()).toMatch(
      /“half\.json” was not opened\. This file is not JSON/u
    )
    expect([...faults, ...here.faults]).toEqual([])
  })

  test('of the model on screen is saved as HTML by one press', async () => {
    const { page, faults } = await visit(browser, (await servedExample()).address, {
      at: at.replace('report', 'model')
    })
    const download = await save(page, () => page.getByRole('button', { name: 'Save as HTML' }).click())
    expect(download.suggestedFilename()).toBe('plimsoll-qwen3-30b-a3b.html')
    const html = await text(download)
    expect(html).toContain(await page.locator('.claim').innerText())
    expect(html).toContain('Layers on the GPU</td><td>30<')
    expect(faults).toEqual([])
  })
})
