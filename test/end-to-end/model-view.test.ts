import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtOut } from '../support/built.ts'
import { launchChromium, withoutChromium } from '../support/chromium.ts'
import { faultsAt } from './faultless.ts'
import { answerText, soon, termsShown } from './reading.ts'
import { servedExample, visit } from './visit.ts'

const at = 'view=model&model=qwen3-30b-a3b&context=32768&users=1&cache=f16'

const slider = (page: Page, name: string) => page.getByRole('slider', { name, exact: true })
const atRest = (page: Page): Promise<void> => page.locator('.levers ul:not(.stale)').waitFor()

describe.skipIf(withoutChromium())('the view of one model', () => {
  let browser: Browser
  beforeAll(async () => {
    await builtOut()
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  /** The built page on the machine of the pictures, with settings of its own. */

  test('by keyboard: sliders say what they lead to, placement is let go again, every change is taken back', async () => {
    const { page, faults } = await visit(browser, (await servedExample()).address, { at })
    await atRest(page)
    const [answer, terms] = [await answerText(page), await termsShown(page)]
    expect(answer).toContain('First word of the answer')

    const context = slider(page, 'Context')
    await context.focus()
    expect(await context.getAttribute('aria-valuetext')).toMatch(
      /^32,768 tokens: the experts of \d+ of 48 layers in RAM, \d+ tok\/s$/u
    )
    await page.keyboard.press('End')
    expect(await context.getAttribute('aria-valuetext')).toMatch(/^131,072 tokens: /u)
    expect(await termsShown(page)).not.toEqual(terms)
    await page.keyboard.press('Home')
    expect(await context.getAttribute('aria-valuetext')).toMatch(/^2,048 tokens: /u)
    await page.keyboard.press('PageUp')
    expect(await context.getAttribute('aria-valuetext')).not.toMatch(/^2,048 tokens: /u)

    const users = slider(page, 'Users at once')
    await users.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.url(), soon).toContain('users=3')
    expect(await page.locator('.further').innerText()).toContain('3 users writing at once')

    await page.locator('.placement summary').focus()
    await page.keyboard.press('Enter')
    const experts = slider(page, 'Layers with experts in RAM')
    await experts.focus()
    await page.keyboard.press('End')
    expect(await answerText(page)).toContain('the experts of 48 of 48 layers in RAM')
    const automatic = page.getByRole('button', { name: /^Automatic: \d+ of 48, Layers with experts/u })
    expect(await automatic.getAttribute('aria-pressed')).toBe('false')
    await automatic.focus()
    await page.keyboard.press('Enter')
    expect(await automatic.getAttribute('aria-pressed')).toBe('true')
    await expect.poll(() => page.url(), soon).not.toContain('cpu-moe')

    for (let press = 0; press < 8; press++) await page.keyboard.press('ControlOrMeta+z')
    expect(await answerText(page)).toBe(answer)
    expect(await termsShown(page)).toEqual(terms)
    expect(await page.locator('.undo-line').count()).toBe(0)
    expect(faults).toEqual([])
  })

  test('by mouse: a lever does what it says and is taken back; terms open; each program has its line', async () => {
    const { page, faults } = await visit(browser, (await servedExample()).address, { at, theme: 'dark' })
    await atRest(page)
    const answer = await answerText(page)
    const lever = page.locator('button.lever', { hasText: 'Cache q8_0' })
    const said = await lever.locator('.lever-brings').innerText()
    await lever.click()
    expect(said).toMatch(/the experts of \d+ of 48 layers in RAM, \d+ tok\/s/u)
    expect(await answerText(page)).toContain(/the experts of \d+ of 48 layers in RAM/u.exec(said)?.[0])
    const card = page.locator('.levers')
    expect(await card.locator('.undo-line').innerText()).toContain('Cache type changed from f16 to q8_0.')
    await card.getByRole('button', { name: 'Undo' }).click()
    expect(await answerText(page)).toBe(answer)

    await page.getByRole('button', { name: 'compute buffer' }).click()
    const reasons = page.locator('.term-reasons')
    expect(await reasons.innerText()).toContain('bytes, exact')
    await page.getByRole('button', { name: 'compute buffer' }).click()
    expect(await reasons.count()).toBe(0)

    await page.getByLabel('Other cache types').selectOption('q5_1')
    await expect.poll(() => page.url(), soon).toContain('cache=q5_1')
    await page.getByRole('radio', { name: 'f16', exact: true }).check()
    const program = page.getByLabel('Program')
    await program.selectOption('Ollama')
    expect(await page.locator('.command').innerText()).toContain(
      'ollama run hf.co/Qwen/Qwen3-30B-A3B-GGUF:Q4_K_M'
    )
    await program.selectOption('LM Studio')
    expect(await page.locator('.command').innerText()).toMatch(/^lms load /u)

    // Another model starts from the planner's own settings.
    await slider(page, 'Users at once').focus()
    await page.getByRole('button', { name: '← All models' }).click()
    await page.locator('.row').first().waitFor()
    await page.evaluate(() => (location.hash = '#view=model&model=gemma-3-12b-it&context=32768'))
    await expect.poll(() => page.locator('h1').innerText(), soon).toContain('Gemma 3 12B')
    expect(await page.locator('.undo-line').count()).toBe(0)
    expect(await program.inputValue()).toBe('llama.cpp')
    expect(faults).toEqual([])
  })

  test.each(['light', 'dark'] as const)('axe-core finds nothing with everything open, %s', async (theme) => {
    const { page, faults } = await visit(browser, (await servedExample()).address, {
      at: `${at}&ubatch=1024&cpu-moe=30`,
      theme
    })
    await atRest(page)
    await page.locator('button.lever').first().click()
    await page.getByRole('button', { name: /^weights/u }).click()
    await page.locator('.may-grow summary').click()
    await atRest(page)
    expect(await faultsAt(page, { ready: () => atRest(page) })).toEqual([])
    expect(faults).toEqual([])
  })
})
