import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { grouped, inGib } from '../../src/core/format.ts'
import { builtOut } from '../support/built.ts'
import { launchChromium, withoutChromium } from '../support/chromium.ts'
import { plimsollJson } from '../support/plimsoll.ts'
import { type Answer, checked, loadLinesOf, termsOf } from './answer.ts'
import { answerText, qwen, soon, termsShown } from './reading.ts'
import { served, visit } from './visit.ts'

describe.skipIf(withoutChromium())('a person at the page', () => {
  let browser: Browser
  beforeAll(async () => {
    await builtOut()
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  test('sees the machine that detect prints', async () => {
    const { address } = await served()
    const [{ page, faults }, { document }] = await Promise.all([
      visit(browser, address),
      plimsollJson(['detect'])
    ])
    const detected = document as Awaited<ReturnType<typeof visit>>['machine']
    const card = page.getByRole('region', { name: 'This machine', exact: true })
    const said = await card.innerText()
    const { cpu, ram, accelerators } = detected
    for (const name of [cpu.name, ...accelerators.map((gpu) => gpu.name)])
      if (name.known) expect(said).toContain(name.value)
    await card.getByRole('button').click()
    const field = page.getByRole('group', { name: 'RAM', exact: true })
    if (ram.total.known) {
      expect(said).toContain(`free of ${inGib(ram.total.value)} RAM`)
      expect(await field.innerText()).toContain(inGib(ram.total.value))
      expect(await field.innerText()).toContain(ram.total.source)
    } else expect(await field.innerText()).toContain(ram.total.reason)
    expect(faults).toEqual([])
  })

  test('searches, opens and reads the bill with the keyboard, and it is the bill that check prints', async () => {
    const { address } = await served()
    const { page, machine, faults } = await visit(browser, address)
    await page.locator('.row').first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('Qwen3-30B-A3B')
    const answer = await checked(machine, [qwen])
    await expect
      .poll(() => page.locator('.search-answer').innerText(), soon)
      .toContain(answer.verdict.sentence)
    await page.keyboard.press('Enter')
    await page.locator('.bill').waitFor()
    expect(await page.locator('h1').innerText()).toContain('Qwen3 30B-A3B')
    expect(await answerText(page)).toContain(answer.verdict.sentence)
    expect(await termsShown(page)).toEqual(termsOf(answer))
    const lines = await page
      .locator('.bill .load-line')
      .evaluateAll((all) => all.map((line) => parseFloat((line as HTMLElement).style.left).toFixed(2)))
    expect(lines).toEqual(loadLinesOf(answer))
    expect(faults).toEqual([])
  })

  test('moves the context by key and reads another KV cache in the same frame, computed in the page', async () => {
    const { address } = await served()
    const { page, machine, requests, faults } = await visit(browser, address, {
      at: `view=model&model=${qwen}&quant=Q4_K_M&context=8192`
    })
    await page.locator('.bill').waitFor()
    const before = await termsShown(page)
    expect(before).toEqual(termsOf(await checked(machine, [qwen, '-q', 'Q4_K_M', '-c', '8192'])))
    await page.evaluate(() => {
      window.addEventListener('keydown', () => {
        requestAnimationFrame(() => {
          const row = [...document.querySelectorAll('.bill .terms tbody tr')].find((one) =>
            one.textContent.startsWith('KV cache')
          )
          document.body.dataset['kv'] = [...(row?.querySelectorAll('.number') ?? [])]
            .map((cell) => cell.textContent)
            .join()
        })
      })
    })
    requests.length = 0
    await page.keyboard.press(']')
    await expect.poll(() => page.evaluate(() => document.body.dataset['kv']), soon).toBeDefined()
    const after = termsOf(await checked(machine, [qwen, '-q', 'Q4_K_M', '-c', '12288']))
    expect(await page.evaluate(() => document.body.dataset['kv'])).toBe(after[1]?.join())
    expect(after[1]).not.toEqual(before[1])
    expect(await termsShown(page)).toEqual(after)
    // The choice is remembered afterwards; the answer asked nobody.
    expect(requests.filter((path) => path !== '/api/writeSettings' && !path.endsWith('.svg'))).toEqual([])
    expect(faults).toEqual([])
  })

  test('changes the quantisation and sees the weights follow, in the bill and in the address', async () => {
    const { address } = await served()
    const { page, machine, faults } = await visit(browser, address, {
      at: `view=model&model=${qwen}&quant=Q4_K_M&context=8192`
    })
    await page.getByRole('button', { name: /Quantisation/u }).click()
    await page.getByRole('option', { name: 'Q3_K_M' }).click()
    const answer = await checked(machine, [qwen, '-q', 'Q3_K_M', '-c', '8192'])
    await expect.poll(() => termsShown(page), soon).toEqual(termsOf(answer))
    expect(await page.locator('.bill .terms tbody th').first().innerText()).toContain('Q3_K_M')
    await expect.poll(() => page.url(), soon).toContain('quant=Q3_K_M')
    expect(faults).toEqual([])
  })

  test('corrects the RAM, sees the verdict change, and takes it back', async () => {
    const { address } = await served()
    const { page, faults } = await visit(browser, address, { at: 'view=model&model=qwen3-0.6b' })
    await page.locator('.bill').waitFor()
    const before = await answerText(page)
    expect(before).not.toContain('Too large')
    const machineCard = page.getByRole('region', { name: 'This machine', exact: true }).getByRole('button')
    await machineCard.click()
    // Less than the process itself needs, whatever GPU there is.
    await page.getByRole('button', { name: 'Change RAM', exact: true }).click()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('0.4')
    await page.keyboard.press('Enter')
    await page.getByText('entered by hand').first().waitFor()
    await page.keyboard.press('2')
    await expect.poll(() => answerText(page), soon).toContain('Too large for this machine')
    await machineCard.click()
    await page.getByRole('button', { name: /^Put back .* as RAM$/u }).click()
    await page.keyboard.press('2')
    await expect.poll(() => answerText(page), soon).toBe(before)
    expect(faults).toEqual([])
  })

  test('saves the report in four formats: each names this machine and the model with the bill of check', async () => {
    const { address } = await served()
    const { page, machine, faults } = await visit(browser, address, {
      at: `view=report&model=${qwen}&quant=Q4_K_M&context=16384`
    })
    const answer = await checked(machine, [qwen, '-q', 'Q4_K_M', '-c', '16384'])
    const saved: Record<string, string> = {}
    for (const format of ['Markdown', 'HTML', 'JSON', 'CSV']) {
      const download = page.waitForEvent('download')
      await page.getByRole('radio', { name: format, exact: true }).check()
      await page.getByRole('button', { name: `Save ${format}` }).click()
      const file = await download
      saved[extname(file.suggestedFilename()).slice(1)] = readFileSync(await file.path(), 'utf8')
    }
    const { md, html, json, csv } = {
      md: saved['md'] ?? '',
      html: saved['html'] ?? '',
      json: saved['json'] ?? '',
      csv: saved['csv'] ?? ''
    }
    const [gpu] = machine.accelerators
    const name = [machine.cpu.name, ...(gpu ? [gpu.name] : [])].find((reading) => reading.known)
    for (const text of [md, html, json, csv]) expect(text).toContain('Qwen3 30B-A3B')
    for (const text of [md, html, json]) expect(text).toContain(name?.known ? name.value : 'unknown')
    const figures = [...answer.devices, answer.host].flatMap((bill) => [
      bill.weightsBytes,
      bill.contextBytes,
      bill.computeBytes,
      bill.overheadBytes
    ])
    for (const size of figures.filter((one) => one > 0)) {
      expect(md).toContain(grouped(size))
      expect(html).toContain(grouped(size))
      expect(csv).toContain(`,${size},`)
    }
    const report = JSON.parse(json) as { machine: unknown; selected: [Answer] }
    expect(report.machine).toEqual(machine)
    expect(report.selected[0]).toMatchObject(answer)
    expect(faults).toEqual([])
  })

  test('gets no verdict on a model that cannot be had, and no figures', async () => {
    const closed = models.find(({ availability }) => availability === 'closed')
    if (!closed) throw new Error('the catalogue has no closed model')
    const { address } = await served()
    const { page, faults } = await visit(browser, address, { at: `view=model&model=${closed.slug}` })
    expect(await answerText(page)).toContain('Offered as a service only')
    expect(await page.locator('.bill, .command, .speeds').count()).toBe(0)
    await page.keyboard.press('1')
    // The list draws what is on screen.
    await page.fill('#search', closed.name)
    const row = page.locator(`[data-slug="${closed.slug}"]`)
    expect(await row.locator('.verdict').innerText()).toBe('Not obtainable')
    expect(await row.locator('.bar').count()).toBe(0)
    expect(faults).toEqual([])
  })

  test('is told when no model is of that name, and led back to the list', async () => {
    const { address } = await served()
    const { page, faults } = await visit(browser, address)
    await page.locator('.row').first().waitFor()
    const shown = await page.locator('.row').count()
    await page.fill('#search', 'xyzzy 12')
    await expect.poll(() => page.locator('.empty').innerText(), soon).toContain('No model called “xyzzy 12”')
    await page.getByRole('button', { name: 'Show all models' }).click()
    await expect.poll(() => page.locator('.row').count(), soon).toBeGreaterThanOrEqual(shown)
    expect(await page.inputValue('#search')).toBe('')
    expect(faults).toEqual([])
  })
})
