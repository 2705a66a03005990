import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, withoutChromium } from '../support/chromium.ts'
import { faultsAt, sizes } from './faultless.ts'
import { servedExample, visit } from './visit.ts'

/** Labels and rings that cover each other, by what they say. */
const collisions = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.cliff-label, .cliff-mark circle')].map((element) => ({
      name: element.textContent === '' ? 'a ring' : element.textContent,
      box: element.getBoundingClientRect(),
      label: element.matches('.cliff-label')
    }))
    return boxes.flatMap((a, index) =>
      boxes.slice(index + 1).flatMap((b) => {
        // A label hangs on its own ring.
        if (a.label !== b.label) return []
        const apart =
          a.box.right <= b.box.left + 1 ||
          b.box.right <= a.box.left + 1 ||
          a.box.bottom <= b.box.top + 1 ||
          b.box.bottom <= a.box.top + 1
        return apart ? [] : [`${a.name} covers ${b.name}`]
      })
    )
  })

describe.skipIf(withoutChromium())('the cliff chart', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  async function open(model: string, theme: 'light' | 'dark' = 'light') {
    const server = await servedExample()
    const visited = await visit(browser, server.address, {
      at: `view=model&model=${model}&quant=Q8_0&context=8192`,
      theme
    })
    const { page } = visited
    const slider = page.getByRole('slider', { name: /^Context of/ })
    await slider.waitFor()
    await workedOut(page)
    return { ...visited, slider }
  }

  const workedOut = (page: Page): Promise<unknown> =>
    page.waitForFunction(() => !document.querySelector('.cliff-card')?.textContent.includes('Working out'))
  const contextOf = async (slider: Locator): Promise<number> =>
    Number(await slider.getAttribute('aria-valuenow'))
  const shownContext = (page: Page): Promise<string | null> =>
    page.locator('.control output').first().textContent()

  test('keys and pointer move the point, and a lever does what it says', async () => {
    const { page, slider, faults } = await open('llama-3.1-8b-instruct')
    await byKeys(page, slider)
    await byPointer(page, slider)
    await byLever(page, slider)
    expect(faults).toEqual([])
  })

  async function byKeys(page: Page, slider: Locator): Promise<void> {
    await slider.focus()
    await page.keyboard.press('ArrowRight')
    expect(await contextOf(slider)).toBe(10_240)
    expect(await shownContext(page)).toBe('10,240 tokens')
    await page.keyboard.press('PageUp')
    expect(await contextOf(slider)).toBe(20_480)
    await page.keyboard.press('End')
    expect(await contextOf(slider)).toBe(131_072)
    expect(await slider.getAttribute('aria-valuetext')).toMatch(
      /^131,072 tokens: Layers in RAM, about [\d.]+ tokens\/s/
    )
    expect(await page.locator('.cliff-reading').textContent()).toContain('131,072 tokens')
    await page.keyboard.press('Home')
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^2,048 tokens: Fits/)
    await page.keyboard.press('ArrowLeft')
    expect(await contextOf(slider)).toBe(2048)
  }

  /** It reads without moving, and moves by dragging. */
  async function byPointer(page: Page, slider: Locator): Promise<void> {
    const plot = page.locator('.cliff-plot')
    await plot.scrollIntoViewIfNeeded()
    const box = await plot.boundingBox()
    if (!box) throw new Error('the chart is not drawn')
    const y = box.y + box.height / 2
    const reading = page.locator('.cliff-reading')
    await page.mouse.move(box.x + box.width - 20, y)
    expect(await reading.textContent()).toContain('131,072 tokens')
    expect(await contextOf(slider)).toBe(2048)
    await page.mouse.move(box.x + box.width / 4, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 })
    const dragged = await contextOf(slider)
    expect(dragged).toBeGreaterThan(16_384)
    await page.mouse.up()
    await page.mouse.move(box.x + box.width - 20, y)
    expect(await contextOf(slider)).toBe(dragged)
    expect(await slider.evaluate((element) => element === document.activeElement)).toBe(true)
  }

  /** Its cliff is where it said, and the keys stay with the chart. */
  async function byLever(page: Page, slider: Locator): Promise<void> {
    const lever = page.getByRole('button', { name: /^cache q8_0: \+.*VRAM full: layers leave/ })
    const won = Number(/\+([\d,]+)/.exec((await lever.textContent()) ?? '')?.[1]?.replaceAll(',', ''))
    const cliff = async (): Promise<number> => {
      const rows = page.locator('.cliff-table tr', { hasText: 'VRAM full' })
      return Number((await rows.getByRole('rowheader').textContent())?.replaceAll(',', ''))
    }
    await page.getByText('As a table').click()
    const before = await cliff()
    await lever.click()
    await workedOut(page)
    await page.waitForFunction(() =>
      document.querySelector('.cliff-lever')?.textContent.startsWith('cache q4_0')
    )
    expect(await page.getByRole('radio', { name: 'q8_0' }).isChecked()).toBe(true)
    expect(await cliff()).toBe(before + won)
    expect(await slider.evaluate((element) => element === document.activeElement)).toBe(true)
  }

  test.each(['light', 'dark'] as const)(
    'axe-core finds nothing and no label covers another, %s',
    async (theme) => {
      const { page, faults } = await open('llama-3.1-8b-instruct', theme)
      const found: string[] = []
      const first = 'llama-3.1-8b-instruct'
      for (const model of [first, 'qwen3-32b', 'deepseek-r1']) {
        const quant = model === 'qwen3-32b' ? '&quant=Q4_K_M' : ''
        await page.evaluate(
          (hash) => (window.location.hash = hash),
          `#view=model&model=${model}${quant}&context=32768`
        )
        await page.getByRole('slider', { name: /^Context of/ }).waitFor()
        await workedOut(page)
        const table = page.locator('.cliff-table')
        if (model === first) {
          await table.evaluate((details) => details.setAttribute('open', ''))
          await table.locator('table').waitFor()
        }
        const drawn = (): Promise<unknown> =>
          page.waitForFunction(
            () =>
              document.querySelector('.cliff-plot')?.clientWidth ===
              document.querySelector('.cliff-width')?.clientWidth
          )
        if (model === first) found.push(...(await faultsAt(page, { within: '.cliff-card', ready: drawn })))
        await table.evaluate((details) => details.removeAttribute('open'))
        for (const size of sizes) {
          await page.setViewportSize(size)
          await drawn()
          found.push(...(await collisions(page)).map((each) => `${model} at ${size.width}: ${each}`))
        }
      }
      expect(found).toEqual([])
      expect(faults).toEqual([])
    }
  )
})
