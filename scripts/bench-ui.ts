/**
 * `npm run bench:ui`: how fast the page is, measured in Chromium on the built page, as medians in a table. Never a test: a
 * figure says something about the machine it was taken on. `npm run build` first.
 *
 *     npm run bench:ui                   with one minute of scripted use
 *     npm run bench:ui -- --minutes 10   with ten
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { listen } from '../src/server/listen.ts'
import { launchChromium } from '../test/support/chromium.ts'
import { busyBetween } from './bench-ui/busy.ts'
import { heapOverTime } from './bench-ui/heap.ts'
import { drag, firstVerdict, noteFirstVerdict, slide } from './bench-ui/in-page.ts'
import { exampleHost } from './screenshots/example-host.ts'

const root = join(import.meta.dirname, '..')
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' } } })
const data = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'))
const server = await listen({ host: exampleHost(data), pageFolder: join(root, 'out/renderer') })
const browser = await launchChromium()
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
// esbuild, which loads this script, names functions with a helper that the page does not have.
await context.addInitScript('globalThis.__name = (target) => target')

const address = (hash: string): string => `http://127.0.0.1:${server.port}/#${hash}&token=${server.token}`
const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN

async function open(hash: string, drawn: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(address(hash))
  await page.waitForSelector(drawn)
  await page.waitForFunction(() => document.querySelector('main [aria-busy=true]') === null)
  return page
}

/** Bytes, gzipped, of the scripts that were there when the page first painted. */
async function scriptsAtFirstPaint(page: Page): Promise<number> {
  const paths = await page.evaluate(() => {
    const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity
    return performance
      .getEntriesByType('resource')
      .filter((entry) => entry.name.endsWith('.js') && entry.startTime <= painted)
      .map((entry) => new URL(entry.name).pathname)
  })
  return paths.reduce(
    (sum, path) => sum + gzipSync(readFileSync(join(root, 'out/renderer', path)), { level: 9 }).length,
    0
  )
}

const rows: { what: string; measured: string; aim: string }[] = []
const tell = (what: string, measured: string, aim: string): void => void rows.push({ what, measured, aim })
const ms = (value: number): string => `${value.toFixed(1)} ms`

const forth = [0.1, 0.3, 0.5, 0.7, 0.9, 0.2, 0.4, 0.6, 0.8]
const model = (slug: string): string => `view=model&model=${slug}&quant=Q4_K_M&context=32768`

/** What a step keeps the page busy for, until it is painted. */
async function sliding(page: Page, whole = false): Promise<string> {
  return ms(median(await busyBetween(browser, page, () => slide(page, 'Context', forth, whole))))
}

try {
  const first: number[] = []
  let scripts = 0
  const page = await context.newPage()
  await noteFirstVerdict(page)
  for (let i = 0; i < 7; i++) {
    await page.goto('about:blank')
    await page.goto(address('view=list&context=8192'))
    first.push(await firstVerdict(page))
    scripts = await scriptsAtFirstPaint(page)
  }
  await page.close()
  tell('first verdict on screen after navigation', ms(median(first.slice(1))), '500 ms')
  tell('scripts at first paint, gzipped', `${(scripts / 1000).toFixed(0)} kB`, '200 kB')

  for (const slug of ['qwen3-30b-a3b', 'llama-3.1-8b-instruct', 'qwen3.6-35b-a3b']) {
    const one = await open(model(slug), '.bill')
    tell(`slider step, ${slug}, new context`, await sliding(one), '16 ms')
    tell(`slider step, ${slug}, seen before`, await sliding(one), '16 ms')
    tell(`longest task while dragging, ${slug}`, ms(await drag(one, '.control input[type=range]')), '100 ms')
    await one.close()
  }

  const list = await open('view=list&context=8192', '.row')
  tell('list, slider step, what is on screen', await sliding(list), '-')
  tell('list, slider step, all models, new context', await sliding(list, true), '50 ms')
  tell('list, slider step, all models, seen before', await sliding(list, true), '50 ms')
  tell('longest task while dragging, list', ms(await drag(list, '.control input[type=range]')), '100 ms')

  const minutes = Number(values.minutes)
  const heap = await heapOverTime(list, minutes)
  tell(`heap after ${minutes} minutes of use`, `${(heap.at(-1) ?? NaN).toFixed(0)} MiB`, '80 MB')
  tell('heap at every tenth of it', heap.map((each) => each.toFixed(0)).join(' '), 'no growth')
} finally {
  await browser.close()
  await server.close()
  rmSync(data, { recursive: true, force: true })
}

const width = Math.max(...rows.map(({ what }) => what.length))
for (const { what, measured, aim } of rows)
  process.stdout.write(`${what.padEnd(width)}  ${measured.padStart(10)}  aim ${aim}\n`)
