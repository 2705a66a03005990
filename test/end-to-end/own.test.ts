import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { dense, headerOf } from '../core/model/gguf/sample-headers.ts'
import { firstShard, secondShard, smallConfig } from '../host/hub/small-model.ts'
import { refuse, safetensors, wireServer, type WireServer } from '../host/hub/wire-server.ts'
import { builtOut } from '../support/built.ts'
import { launchChromium, withoutChromium } from '../support/chromium.ts'
import { faultsAt } from './faultless.ts'
import { soon } from './reading.ts'
import { servedExample, temporaryFolder, visit } from './visit.ts'

const header = headerOf(dense('llama', 2))

/** Drops files as a file manager does: over the page first, then let go. */
async function drop(
  page: Page,
  files: Readonly<Record<string, readonly number[]>>,
  letGo = true
): Promise<void> {
  await page.evaluate(
    ([all, release]) => {
      const data = new DataTransfer()
      for (const [name, bytes] of Object.entries(all)) data.items.add(new File([new Uint8Array(bytes)], name))
      for (const kind of release ? ['dragenter', 'dragover', 'drop'] : ['dragenter', 'dragover'])
        document.body.dispatchEvent(
          new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true })
        )
    },
    [files, letGo] as const
  )
}

describe.skipIf(withoutChromium())('a model of one’s own', () => {
  let browser: Browser
  let hub: WireServer
  beforeAll(async () => {
    await builtOut()
    browser = await launchChromium()
    hub = await wireServer()
    hub.put('me/small', 'config.json', JSON.stringify(smallConfig))
    hub.put('me/small', 'model-00001-of-00002.safetensors', safetensors(firstShard))
    hub.put('me/small', 'model-00002-of-00002.safetensors', safetensors(secondShard))
    hub.put('me/slow', 'config.json', JSON.stringify(smallConfig))
    hub.instead('/me/slow/resolve', () => undefined)
    hub.instead('/api/models/me/gated', (_request, response) => refuse(response, 403, 'GatedRepo'))
  })
  afterAll(async () => {
    await browser.close()
    await hub.close()
  })

  /** A page with a home of its own, in which LM Studio keeps one model and a row is wrong. */
  async function serve(): Promise<{ address: string; data: string; file: string }> {
    const data = temporaryFolder()
    const put = (path: string, bytes: string | Uint8Array): string => {
      mkdirSync(dirname(join(data, path)), { recursive: true })
      writeFileSync(join(data, path), bytes)
      return join(data, path)
    }
    const file = put('models/Qwen3-8B-Q4_K_M.gguf', header)
    put('models.json', '{\n  "models": [\n    { "id": "me/wrong" }\n  ]\n}\n')
    vi.stubEnv('HF_ENDPOINT', hub.endpoint)
    vi.stubEnv('HF_HUB_DISABLE_IMPLICIT_TOKEN', '1')
    vi.stubEnv('PLIMSOLL_CACHE', join(data, 'cache'))
    vi.stubEnv('PLIMSOLL_MODELS', join(data, 'models'))
    vi.stubEnv('HOME', data)
    onTestFinished(() => void vi.unstubAllEnvs())
    const server = await servedExample(data)
    return { address: server.address, data, file }
  }

  test('a dropped file is read in the page and answered; what is no model is refused with what can be dropped', async () => {
    const { address } = await serve()
    const { page, requests, faults } = await visit(browser, address)
    await page.locator('.row').first().waitFor()
    await drop(page, { 'My-Model.gguf': [...header] }, false)
    await page.locator('.drop-target').waitFor()
    expect(await page.locator('.drop-target').innerText()).toContain('.gguf')
    await drop(page, { 'My-Model.gguf': [...header] })
    await page.locator('.bill').waitFor()
    expect(await page.locator('.drop-target').count()).toBe(0)
    expect(await page.locator('h1').innerText()).toContain('My-Model.gguf')
    await expect.poll(() => page.url(), soon).toContain('model=file%3Amy-model')
    // The bytes stayed in the page.
    expect(requests.filter((path) => /readModelFile|readHub/u.test(path))).toEqual([])

    await drop(page, { 'notes.txt': [1, 2, 3] })
    await expect
      .poll(() => page.getByRole('alert').innerText(), soon)
      .toContain('“notes.txt” cannot be opened here')
    await page.getByRole('button', { name: 'Dismiss' }).click()

    await page.keyboard.press('1')
    await page.getByRole('button', { name: /^Yours/u }).click()
    await page.getByRole('button', { name: /My-Model.gguf.*until this page is closed/u }).waitFor()
    await page.getByText('Line 3').first().waitFor()
    await page.getByRole('button', { name: 'Remove My-Model.gguf' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Remove My-Model.gguf' }).waitFor()
    expect(faults).toEqual([])
  })

  test('by keyboard alone: Ctrl+O, a repository, a refusal, a cancelled reading, a file by its path', async () => {
    const { address, data, file } = await serve()
    const { page, faults } = await visit(browser, address)
    await page.locator('.row').first().waitFor()
    const typed = async (text: string): Promise<void> => {
      await page.keyboard.press('Control+o')
      await page.getByRole('dialog', { name: 'Open a model' }).waitFor()
      await page.keyboard.type(text)
      await page.keyboard.press('Enter')
    }
    await typed('me/gated')
    await expect.poll(() => page.locator('.open-fault').innerText(), soon).toContain('is gated')
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await expect.poll(() => page.url(), soon).toContain('view=list')

    await typed('me/slow')
    await page.getByText('Reading config.json').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).press('Enter')
    await expect.poll(() => page.locator('.open-fault').innerText(), soon).toContain('was cancelled')
    await page.keyboard.press('Escape')

    await typed('me/small')
    await page.locator('.bill').waitFor()
    expect(await page.locator('h1').innerText()).toContain('small')

    await typed(file)
    await expect.poll(() => page.locator('h1').innerText(), soon).toContain('Qwen3-8B-Q4_K_M.gguf')

    // Both are there again in a browser that has never seen them.
    await expect
      .poll(() => readFileSync(join(data, 'settings.json'), 'utf8'), soon)
      .toContain('"reference": "me/small"')
    const again = await visit(browser, address, { at: 'view=own' })
    await again.page
      .getByRole('button', { name: /Qwen3-8B-Q4_K_M.gguf.*Fits/su })
      .first()
      .waitFor()
    await again.page.getByRole('button', { name: /small.*me\/small.*Fits/su }).waitFor()
    // The browser notes each refusal of the server by its status: the gated repository, and the cancelled one.
    const refusals = faults.filter((fault) => fault.includes('the server responded with a status of 500'))
    expect(refusals).toHaveLength(2)
    expect(faults.filter((fault) => !refusals.includes(fault))).toEqual([])
    expect(again.faults).toEqual([])
  })

  test('what is on this machine stands in the dialog with its verdict, and opens', async () => {
    const { address } = await serve()
    const { page, faults } = await visit(browser, address)
    await page.locator('.row').first().waitFor()
    await page.getByRole('button', { name: /^Open a model/u }).click()
    const found = page.getByRole('dialog').getByRole('button', { name: /Qwen3-8B-Q4_K_M/u })
    // The row is there at once, its verdict when the header has been read.
    await found.filter({ hasText: 'Fits' }).waitFor()
    expect(await found.innerText()).toMatch(/Fits/u)
    await found.click()
    await page.locator('.bill').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(faults).toEqual([])
  })

  test.each(['light', 'dark'] as const)('axe-core finds nothing, %s', async (theme) => {
    const { address } = await serve()
    const { page } = await visit(browser, address, { theme, at: 'view=own' })
    await page.getByText('Line 3').first().waitFor()
    await drop(page, { 'My-Model.gguf': [...header], 'x.txt': [1] })
    await page.locator('.bill').waitFor()
    await page.evaluate(() => (location.hash = '#view=own'))
    await page.getByRole('button', { name: 'Remove My-Model.gguf' }).waitFor()
    const wrong = await faultsAt(page, { what: 'own' })
    await page.keyboard.press('Control+o')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Qwen3-8B/u })
      .waitFor()
    await page.keyboard.type('nothing at all')
    await page.keyboard.press('Enter')
    await page.locator('.open-fault').waitFor()
    wrong.push(...(await faultsAt(page, { what: 'dialog' })))
    expect(wrong).toEqual([])
  })
})
