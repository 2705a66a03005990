import type { Browser, Page, Route } from 'playwright-core'
import type { Running } from '../main/electron-stand-in.ts'

/** An origin for the browser to know app://local/ by. `.localhost` counts as secure, as our scheme does. */
const stage = 'http://app.localhost'

/** The page of a running main, drawn by a real browser. */
export interface DrawnPage {
  readonly page: Page
  /** What a person would see go wrong: policy violations, script errors, requests that left the page. */
  readonly faults: readonly string[]
}

/**
 * Opens the window's page in Chromium. Each request is answered by main's own protocol handler, headers and policy
 * included, and `window.host` calls what the built preload exposed. Requests to anywhere else are faults.
 */
export async function draw(browser: Browser, running: Running): Promise<DrawnPage> {
  const [window] = running.windows
  if (!window) throw new Error('main opened no window')
  const page = await browser.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`script error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  await page.route('**/*', (route) => answer(route, running, faults))
  await exposeHost(page, window.exposed)
  await page.goto(window.url.replace('app://local', stage))
  return { page, faults }
}

async function answer(route: Route, running: Running, faults: string[]): Promise<void> {
  const url = route.request().url()
  if (!url.startsWith(`${stage}/`)) {
    faults.push(`left the page: ${url}`)
    await route.abort()
    return
  }
  const response = await running.schemes.load(url.replace(stage, 'app://local'), route.request().method())
  await route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer())
  })
}

type Verbs = Readonly<Record<string, (...given: unknown[]) => Promise<unknown>>>
type Carry = (name: string, verb: string, given: unknown[]) => Promise<{ value?: unknown; error?: string }>

/** Puts what the preload exposed into the page. Arguments are cloned in the page, as contextBridge clones them there. */
async function exposeHost(page: Page, exposed: ReadonlyMap<string, unknown>): Promise<void> {
  const carry: Carry = async (name, verb, given) => {
    try {
      return { value: await (exposed.get(name) as Verbs)[verb]?.(...given) }
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) }
    }
  }
  await page.exposeFunction('carryToPreload', carry)
  const shape = [...exposed].map(([name, verbs]) => [name, Object.keys(verbs as Verbs)] as const)
  await page.addInitScript((names) => {
    const carryOver = (globalThis as unknown as { carryToPreload: Carry }).carryToPreload
    for (const [name, verbs] of names) {
      const calls = verbs.map((verb) => [
        verb,
        async (...given: unknown[]) => {
          const { value, error } = await carryOver(name, verb, structuredClone(given))
          if (error !== undefined) throw new Error(error)
          return value
        }
      ])
      Object.defineProperty(globalThis, name, { value: Object.fromEntries(calls) as unknown })
    }
  }, shape)
}
