import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { run, type Staging } from '../main/electron-stand-in.ts'
import { builtOut } from '../support/built.ts'
import { launchChromium } from '../support/chromium.ts'
import { draw, type DrawnPage } from './window-page.ts'

let browser: Browser
let out: string
let data: string
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'plimsoll-data-'))
  vi.stubEnv('PLIMSOLL_DATA', data)
  vi.stubEnv('ELECTRON_RENDERER_URL', undefined)
  out = await builtOut()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  rmSync(data, { recursive: true, force: true })
})

async function open(spoil?: Staging['spoil']): Promise<DrawnPage> {
  const running = await run({ out, ...(spoil ? { spoil } : {}) })
  onTestFinished(() => running.remove())
  const drawn = await draw(browser, running)
  onTestFinished(() => drawn.page.close())
  return drawn
}

/** Whether the page drew itself: the element that React fills is not empty. */
const isDrawn = ({ page }: DrawnPage): Promise<boolean> =>
  page.waitForSelector('#root > *, #root:not(:empty)', { state: 'attached', timeout: 10_000 }).then(
    () => true,
    () => false
  )

test('the built page draws itself under its own policy, asks the host, and leaves nothing to complain of', async () => {
  const drawn = await open()
  expect(await isDrawn(drawn)).toBe(true)
  await drawn.page.waitForLoadState('networkidle')
  expect(await drawn.page.title()).toContain('Plimsoll')
  expect(drawn.faults).toEqual([])
})

test('the page reaches this machine through the preload', async () => {
  const { page } = await open()
  const machine = await page.evaluate(() => window.host?.detect())
  expect(machine).toMatchObject({ name: 'this machine', ram: { total: { known: true } } })
})

test('what is refused reaches the page as a plain sentence', async () => {
  const { page } = await open()
  const said = await page.evaluate(() =>
    window.host?.saveReport({ name: '../outside.md', text: '' }).then(
      () => 'saved',
      (error: unknown) => (error as Error).message
    )
  )
  expect(said).toBe('The arguments of saveReport are wrong.')
})

test('an argument that cannot be cloned is refused before it leaves the page', async () => {
  const { page } = await open()
  const said = await page.evaluate(() =>
    window.host?.writeSettings({ theme: () => 'dark' } as never).then(
      () => 'written',
      (error: unknown) => String(error)
    )
  )
  expect(said).toMatch(/could not be cloned/u)
})

test('a script or style put into the page is not run', async () => {
  const { page } = await open()
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'document.title = "taken over"'
    document.body.append(script)
    return document.title
  })
  expect(ran).not.toBe('taken over')
  const left = await page.evaluate(() =>
    fetch('https://evil.example/').then(
      () => 'left',
      () => 'stayed'
    )
  )
  expect(left).toBe('stayed')
})

const inMain = (from: string, to: string) => (staged: string) => {
  let changed = 0
  for (const entry of readdirSync(join(staged, 'main'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const text = readFileSync(file, 'utf8')
    const spoilt = text.replace(from, to)
    if (spoilt !== text) changed += 1
    writeFileSync(file, spoilt)
  }
  expect(changed, 'the fault was planted').toBe(1)
}

test.each([
  {
    name: 'a policy that blocks its own scripts',
    spoil: inMain(`"script-src 'self'"`, `"script-src 'none'"`)
  },
  { name: 'a type that no browser runs', spoil: inMain('text/javascript; charset=utf-8', 'text/plain') }
])('with $name the page is not drawn, and says so', async ({ spoil }) => {
  const drawn = await open(spoil)
  await drawn.page.waitForLoadState('networkidle')
  expect(await drawn.page.evaluate(() => document.getElementById('root')?.childNodes.length)).toBe(0)
  await expect.poll(() => drawn.faults.join('\n')).toMatch(/Content Security Policy|MIME type/u)
})

test('with a policy that blocks its styles, that is found', async () => {
  const drawn = await open(inMain(`"style-src 'self'"`, `"style-src 'none'"`))
  await expect.poll(() => drawn.faults.join('\n')).toMatch(/style-src/u)
})
