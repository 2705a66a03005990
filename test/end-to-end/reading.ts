import type { Page } from 'playwright-core'

/** The model of most tests: experts, grouped-query attention, every kind of term. */
export const qwen = 'qwen3-30b-a3b'

/** Milliseconds of patience with a busy machine; what is there is seen at once. */
export const patience = 40_000
export const soon = { timeout: patience }

export const answerText = (page: Page): Promise<string> => page.locator('.answer').innerText()

/** The figures of the bill's table, row by row. */
export const termsShown = (page: Page): Promise<string[][]> =>
  page
    .locator('.bill .terms :is(tbody, tfoot) tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('.number')].map((cell) => cell.textContent))
    )
