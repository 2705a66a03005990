import type { Page } from 'playwright-core'

/** Milliseconds from navigation to the first verdict on screen, as the page itself measured it. */
export async function noteFirstVerdict(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const look = (): void => {
      if (document.querySelector('.row .verdict')) {
        // Drawn with the next frame.
        requestAnimationFrame(() =>
          setTimeout(() => Object.assign(window, { firstVerdict: performance.now() }))
        )
      } else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}

export async function firstVerdict(page: Page): Promise<number> {
  const noted = await page.waitForFunction(
    () => (window as unknown as { firstVerdict?: number }).firstVerdict
  )
  return (await noted.jsonValue()) ?? NaN
}

/**
 * Moves a slider to every stop of `stops` (from 0 to 1), with a mark `step` before each move and a mark `painted` when it is
 * on screen and, with `whole`, the list has answered in full.
 */
export function slide(page: Page, label: string, stops: readonly number[], whole = false): Promise<void> {
  return page.evaluate(
    async ({ label, stops, whole }) => {
      const named = [...document.querySelectorAll<HTMLLabelElement>('main label')].find(({ textContent }) =>
        textContent.startsWith(label)
      )
      const input = named?.control
      if (!(input instanceof HTMLInputElement)) throw new Error(`no slider is called ${label}`)
      // React's own setter would take the event for one that changes nothing.
      const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')
      const painted = (): Promise<void> =>
        new Promise((resolve) => {
          requestAnimationFrame(() => {
            const channel = new MessageChannel()
            channel.port1.onmessage = () => resolve()
            channel.port2.postMessage(0)
          })
        })
      const busy = (): boolean => document.querySelector('main [aria-busy=true]') !== null
      for (const stop of stops) {
        await painted()
        performance.mark('step')
        value?.set?.call(input, String(Math.round(stop * Number(input.max))))
        input.dispatchEvent(new Event('input', { bubbles: true }))
        await painted()
        while (whole && busy()) await painted()
        performance.mark('painted')
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    },
    { label, stops, whole }
  )
}

/** Drags a slider with the mouse from one end to the other; the longest task meanwhile in milliseconds, 0 under 50. */
export async function drag(page: Page, selector: string): Promise<number> {
  const box = await page.locator(selector).first().boundingBox()
  if (!box) throw new Error(`${selector} is not on screen`)
  await page.evaluate(() => {
    const seen: number[] = []
    Object.assign(window, { longTasks: seen })
    new PerformanceObserver((list) =>
      seen.push(...list.getEntries().map(({ duration }) => duration))
    ).observe({ type: 'longtask' })
  })
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + 4, y)
  await page.mouse.down()
  const moves = 60
  for (let i = 1; i <= moves; i++) {
    await page.mouse.move(box.x + 4 + ((box.width - 8) * i) / moves, y)
    await page.waitForTimeout(16)
  }
  await page.mouse.up()
  await page.waitForTimeout(300)
  return page.evaluate(() => Math.max(0, ...(window as unknown as { longTasks: number[] }).longTasks))
}
