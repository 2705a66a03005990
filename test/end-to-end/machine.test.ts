import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { exampleMachine } from '../../scripts/screenshots/example-machine.ts'
import type { HostApi } from '../../src/contract/api.ts'
import type { Machine } from '../../src/core/machine/machine.ts'
import { gib } from '../../src/core/quantity.ts'
import { mapReading } from '../../src/core/reading.ts'
import { createHost } from '../../src/host/create-host.ts'
import { listen } from '../../src/server/listen.ts'
import { builtOut } from '../support/built.ts'
import { launchChromium, withoutChromium } from '../support/chromium.ts'
import { faultsAt } from './faultless.ts'
import { soon } from './reading.ts'
import { temporaryFolder, visit } from './visit.ts'

const desk = exampleMachine

const withFree = (free: number): Machine => {
  const machine = desk()
  return {
    ...machine,
    accelerators: machine.accelerators.map((gpu) => ({ ...gpu, free: mapReading(gpu.free, () => gib(free)) }))
  }
}

describe.skipIf(withoutChromium())('a person and the machine', () => {
  let browser: Browser
  beforeAll(async () => {
    await builtOut()
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  async function serve(changes: Partial<HostApi> = {}): Promise<string> {
    const host = createHost({ dataFolder: temporaryFolder() })
    const server = await listen({
      host: { ...host, detect: () => Promise.resolve(desk()), ...changes },
      pageFolder: join(await builtOut(), 'renderer')
    })
    onTestFinished(() => server.close())
    return server.address
  }

  test('pretends another with one key, one line and Enter; a reload keeps it, one press goes back', async () => {
    const { page, faults } = await visit(browser, await serve())
    await page.locator('.row').first().waitFor()
    await page.keyboard.press('m')
    await page.locator('.pretend-input:focus').waitFor()
    await page.keyboard.type('16 gb card, 32 gb memroy')
    await expect.poll(() => page.locator('.pretend-read').innerText(), soon).toContain('a card of 16 GiB')
    expect(await page.locator('.pretend-read').innerText()).toContain('speed unknown')
    await page.keyboard.press('Enter')
    const card = page.locator('.machine-card')
    await expect.poll(() => card.innerText(), soon).toContain('Pretended: ')
    expect(await card.innerText()).toContain('free of 16.0 GiB VRAM')
    expect(await card.innerText()).toContain('free of 32.0 GiB RAM')
    await expect.poll(() => page.url(), soon).toMatch(/machine=[a-z0-9-]+-16%2Bram-32(?:&|$)/u)
    await page.reload()
    await expect.poll(() => card.innerText(), soon).toContain('Pretended: ')
    await page.getByRole('button', { name: 'Back to this machine' }).click()
    await expect.poll(() => card.innerText(), soon).toContain('A simulated machine')
    await expect.poll(() => page.url(), soon).not.toContain('machine=')
    await page.goBack()
    await expect.poll(() => card.innerText(), soon).toContain('Pretended: ')
    expect(faults).toEqual([])
  })

  test('takes no machine for a line that is none, and closes the question alone with Escape', async () => {
    const { page, faults } = await visit(browser, await serve(), { at: 'view=machine' })
    await page.locator('.field').first().waitFor()
    await page.getByRole('button', { name: 'Pretend another…' }).click()
    await page.locator('.pretend-input:focus').waitFor()
    await page.keyboard.type('no such thing 32gb')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.locator('.pretend .wrong').first().innerText(), soon)
      .toContain('not understood')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count(), soon).toBe(0)
    expect(await page.locator('h1').innerText()).toBe('This machine')
    expect(faults).toEqual([])
  })

  test('is told when an address names no machine', async () => {
    const { page } = await visit(browser, await serve())
    await page.evaluate(() => (window.location.hash = '#view=list&machine=no-such-card+ram-64'))
    await expect
      .poll(() => page.getByRole('alert').innerText(), soon)
      .toContain('no machine of the catalogue')
    await expect.poll(() => page.locator('.machine-card').innerText(), soon).toContain('A simulated machine')
  })

  test('keeps, renames, removes and takes back; imports a file and is told what is wrong in another', async () => {
    const { page, faults } = await visit(browser, await serve(), { at: 'view=machine' })
    const kept = page.getByRole('region', { name: 'Kept machines' })
    await kept.getByRole('button', { name: 'Keep this machine…' }).click()
    await page.keyboard.type('Desk')
    await page.keyboard.press('Enter')
    await kept.getByRole('button', { name: 'Rename Desk' }).click()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('Desk at work')
    await page.keyboard.press('Enter')
    await kept.getByRole('button', { name: 'Remove Desk at work' }).click()
    await expect.poll(() => kept.locator('.kept-row').count(), soon).toBe(0)
    await kept.getByRole('button', { name: 'Undo' }).click()
    await kept.getByRole('button', { name: 'Use Desk at work' }).click()
    await expect.poll(() => page.locator('h1').innerText(), soon).toBe('Kept Desk at work')
    const download = page.waitForEvent('download')
    await kept.getByRole('button', { name: 'Export Desk at work' }).click()
    const exported = readFileSync(await (await download).path(), 'utf8')
    expect(JSON.parse(exported)).toEqual(JSON.parse(JSON.stringify({ ...desk(), name: 'Desk at work' })))

    const folder = temporaryFolder()
    const importing = async (name: string, text: string): Promise<string> => {
      writeFileSync(join(folder, name), text)
      await page.locator('input[type=file]').setInputFiles(join(folder, name))
      const told = kept.locator('.told')
      await expect.poll(() => told.innerText(), soon).toContain(name.replace('.json', ''))
      return told.innerText()
    }
    expect(await importing('broken.json', '{"name": ')).toContain('is not JSON')
    const wrong = JSON.stringify({ ...desk(), ram: { ...desk().ram, total: { known: true, value: 'much' } } })
    expect(await importing('wrong.json', wrong)).toContain('ram.total')
    const named = { ...desk(), name: 'Server below' }
    expect(await importing('Server below.json', JSON.stringify(named))).toContain(
      'Imported as “Server below”'
    )
    await expect.poll(() => kept.locator('.kept-row').count(), soon).toBe(2)
    expect(faults).toEqual([])
  })

  test('sees free memory move in the rail at once, and takes it into the answers with a press', async () => {
    const { page, faults } = await visit(
      browser,
      await serve({ detect: () => Promise.resolve(withFree(14.8)) }),
      {
        at: 'view=machine'
      }
    )
    await page.unroute('**/api/refresh')
    await page.route('**/api/refresh', (route) => route.fulfill({ json: withFree(12.5) }))
    const card = page.locator('.machine-card')
    await expect.poll(() => card.innerText(), { timeout: 15_000 }).toContain('12.5 GiB')
    const memory = page.getByRole('region', { name: 'Memory' })
    expect(await memory.innerText()).toMatch(/Answers use 14\.8 GiB of .* read at \d\d:\d\d/u)
    await memory.getByRole('button', { name: 'Use what is free now' }).click()
    await expect.poll(() => memory.innerText(), soon).not.toContain('Answers use')
    expect(await page.getByRole('group', { name: 'GPU memory free now' }).innerText()).toContain('12.5 GiB')
    expect(faults).toEqual([])
  })

  test('is told what is still waited for, and goes on without it', async () => {
    const { page, faults } = await visit(browser, await serve(), { at: 'view=machine' })
    await page.locator('.field').first().waitFor()
    await page.route('**/api/detect', () => new Promise(() => undefined))
    await page.route('**/api/detectStep', async (route) => {
      if (route.request().postData() === '[0]')
        await route.fulfill({ json: { number: 1, machine: withFree(9), waitingFor: ['nvidia-smi'] } })
    })
    await page.getByRole('button', { name: 'Read again' }).click()
    await page.getByText('Still asking nvidia-smi…').last().waitFor()
    await page.getByRole('button', { name: 'Go on without' }).click()
    await page.getByText('before nvidia-smi had answered').waitFor()
    expect(await page.getByRole('group', { name: 'GPU memory free now' }).innerText()).toContain('9.00 GiB')
    expect(faults).toEqual([])
  })

  test.each(['light', 'dark'] as const)('axe-core finds nothing at any size, %s', async (theme) => {
    const { page, faults } = await visit(browser, await serve(), { at: 'view=machine', theme })
    await page.evaluate(
      () => (window.location.hash = '#view=machine&machine=2x-geforce-rtx-3090-24%2Bram-64')
    )
    await page.getByText('Pretended', { exact: true }).waitFor()
    const found = await faultsAt(page, { what: 'view' })
    await page.keyboard.press('m')
    await page.locator('.pretend-input').fill('16 GB card, 32 GB RAM')
    await page.locator('.choices .choice').nth(3).waitFor()
    // The list behind the question is looked at by itself.
    found.push(...(await faultsAt(page, { what: 'question', without: ['.list'] })))
    expect(found).toEqual([])
    expect(faults).toEqual([])
  })
})
