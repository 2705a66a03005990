import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { exampleHost } from '../../scripts/screenshots/example-host.ts'
import { exampleMachine } from '../../scripts/screenshots/example-machine.ts'
import type { Machine } from '../../src/core/machine/machine.ts'
import { listen, type Listening } from '../../src/server/listen.ts'
import { builtOut } from '../support/built.ts'
import { serving } from '../support/plimsoll.ts'
import { patience } from './reading.ts'

export interface VisitOptions {
  /** What the address says besides the key: `view=model&model=qwen3-30b-a3b`. */
  readonly at?: string
  readonly size?: { readonly width: number; readonly height: number }
  readonly theme?: 'light' | 'dark'
}

export interface Visit {
  readonly page: Page
  /** The machine as the page was told of it: the same reading for any other output to be held against. */
  readonly machine: Machine
  /** What a person would see go wrong: script errors, policy violations, requests that leave this machine. */
  readonly faults: string[]
  /** Paths asked for, in order; without the watch on free memory, which goes on by itself. */
  readonly requests: string[]
}

/** A temporary folder that is gone when the test has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-e2e-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The built command line serving with settings of its own, ended with the test. */
export async function served(
  folder = temporaryFolder(),
  args: readonly string[] = []
): Promise<{ readonly address: string; readonly stop: () => Promise<void> }> {
  const server = await serving({ PLIMSOLL_DATA: folder }, args)
  onTestFinished(() => server.stop())
  return server
}

/** The built page on the machine of the pictures: all kinds of verdict, whatever this machine is. */
export async function servedExample(
  dataFolder = temporaryFolder(),
  machine = exampleMachine()
): Promise<Listening> {
  const server = await listen({
    host: exampleHost(dataFolder, machine),
    pageFolder: join(await builtOut(), 'renderer')
  })
  onTestFinished(() => server.close())
  return server
}

/** Opens the printed address in a browser that has never seen it, and waits for the machine. */
export async function visit(
  browser: Browser,
  address: string,
  { at, size = { width: 1280, height: 800 }, theme = 'light' }: VisitOptions = {}
): Promise<Visit> {
  const context = await browser.newContext({ viewport: size, colorScheme: theme, acceptDownloads: true })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(patience)
  const faults: string[] = []
  const told: { machine: Machine | null } = { machine: null }
  const requests: string[] = []
  page.on('pageerror', (error) => faults.push(`script error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      faults.push(`${message.type()}: ${message.text()}`)
  })
  // What other programs do on a busy machine would move the answers between two looks of a test.
  await page.route('**/api/refresh', async (route) => {
    if (told.machine === null) await route.continue()
    else await route.fulfill({ json: told.machine })
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol === 'http:' && url.hostname === '127.0.0.1') {
      if (url.pathname !== '/api/refresh') requests.push(url.pathname)
    } else if (url.protocol !== 'data:' && url.protocol !== 'blob:') faults.push(`left: ${request.url()}`)
  })
  const detected = page.waitForResponse((response) => response.url().endsWith('/api/detect'))
  await page.goto(at === undefined ? address : `${address}&${at}`)
  const machine = (await (await detected).json()) as Machine
  told.machine = machine
  await page.getByRole('region', { name: 'This machine', exact: true }).waitFor()
  return { page, machine, faults, requests }
}
