import type { CDPSession, Page } from 'playwright-core'

/** Waits by a locator: an element handle would keep the view that was left, and be measured as the page's own. */
const drawn = (page: Page, selector: string): Promise<void> => page.locator(selector).first().waitFor()

/** What a person does again and again: looks, searches, opens, slides, compares. */
async function round(page: Page, turn: number): Promise<void> {
  await page.keyboard.press('1')
  await drawn(page, '.row')
  await page.fill('#search', ['qwen', 'llama 70b', 'moe', 'gemma 27'][turn % 4] ?? '')
  await page.waitForTimeout(120)
  await page.keyboard.press('Enter')
  await drawn(page, '.bill')
  for (const key of [']', ']', '[', '[', ']']) {
    await page.keyboard.press(key)
    await page.waitForTimeout(60)
  }
  await page.keyboard.press('5')
  await drawn(page, '.save-bar')
  await page.keyboard.press('0')
  await drawn(page, '.field')
}

async function heapMib(client: CDPSession): Promise<number> {
  await client.send('HeapProfiler.collectGarbage')
  const { usedSize } = await client.send('Runtime.getHeapUsage')
  return usedSize / 2 ** 20
}

/** MiB of heap after every tenth of so many minutes of use. */
export async function heapOverTime(page: Page, minutes: number): Promise<number[]> {
  const client = await page.context().newCDPSession(page)
  const samples: number[] = []
  const began = performance.now()
  for (let turn = 0; samples.length < 10; turn++) {
    await round(page, turn)
    if (performance.now() - began > (minutes * 60_000 * (samples.length + 1)) / 10)
      samples.push(await heapMib(client))
  }
  return samples
}
