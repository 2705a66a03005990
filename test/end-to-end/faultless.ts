import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A desktop window, a small one, a phone. */
export const sizes = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
  { width: 420, height: 800 }
] as const

export interface Looked {
  /** What it is that is looked at, before each fault. */
  readonly what?: string
  /** A selector: the page but for this is left alone. */
  readonly within?: string
  /** What axe-core is not to look at, as it takes it: rows of one kind that others stand for. */
  readonly without?: readonly (string | { readonly fromShadowDom: readonly string[] })[]
  /** Waited for at each size. */
  readonly ready?: () => Promise<unknown>
}

/** What axe-core finds, each with where. */
async function violations(page: Page, { within = 'body', without = [] }: Looked): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
  const found = await page.evaluate(
    async (context): Promise<AxeResults['violations']> => {
      const { axe: inPage } = globalThis as unknown as {
        axe: { run: (on: unknown, how: unknown) => Promise<AxeResults> }
      }
      return (await inPage.run(context, { resultTypes: ['violations'] })).violations
    },
    { include: [[within]], exclude: without.map((each) => (typeof each === 'string' ? [each] : each)) }
  )
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** What axe-core finds at each size, and whether anything is wider than the window; then the page is wide again. */
export async function faultsAt(page: Page, looked: Looked = {}): Promise<string[]> {
  const faults: string[] = []
  for (const size of sizes) {
    await page.setViewportSize(size)
    await looked.ready?.()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    const found = [...(await violations(page, looked)), ...(wide ? ['wider than the window'] : [])]
    faults.push(...found.map((fault) => `${looked.what ?? 'page'} at ${size.width}: ${fault}`))
  }
  await page.setViewportSize(sizes[0])
  return faults
}
