import type { Page } from 'playwright-core'

type Act = (page: Page) => Promise<void>

/** One state of the page worth looking at. */
export interface Shot {
  readonly name: string
  /** What the address says of it. */
  readonly hash: string
  /** Something that is there once it is drawn. */
  readonly drawn: string
  /** The whole page, not only what the window shows at first. */
  readonly whole?: boolean
  /** What a person does then. */
  readonly act?: Act
}

const model = (slug: string): string => `#view=model&model=${slug}&context=32768`

const search =
  (text: string): Act =>
  async (page: Page): Promise<void> => {
    await page.fill('#search', text)
    await page.waitForSelector('.search-answer, .empty')
  }

const toTooLarge: Act = async (page) => {
  // They come last, and only rows near the window are drawn.
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  await page
    .locator('.row', { has: page.locator('.verdict-does-not-fit') })
    .first()
    .waitFor()
}

const openQuants: Act = async (page) => {
  await page.click('.select-button')
  await page.waitForSelector('.option .verdict')
}

const openDialog: Act = async (page) => {
  await page.keyboard.press('Control+o')
  await page.waitForSelector('.open-dialog .own-more, .open-dialog .own-row')
}

const ask =
  (line: string): Act =>
  async (page) => {
    await page.keyboard.press('m')
    await page.fill('.pretend-input', line)
    await page.waitForSelector('.pretend-read :first-child')
  }

const help: Act = async (page) => {
  await page.keyboard.press('?')
  await page.waitForSelector('[role=dialog]')
}

const filters: Act = async (page) => {
  await page.click('#filter-button')
  await page.getByRole('checkbox', { name: 'Group by family' }).check()
  await page.waitForSelector('.group-row')
}

const column = (slug: string, machine: string): string => `${slug}*auto*32768*1*f16*${machine}`
const compared = [
  column('qwen3-30b-a3b', 'here'),
  column('gpt-oss-20b', 'here'),
  column('qwen3-30b-a3b', 'sim_2_64_x_geforce-rtx-3090-24')
].join('**')

const report = '#view=report&model=qwen3-30b-a3b&context=32768'

const toFormat =
  (name: string, drawn: string): Act =>
  async (page) => {
    await page.getByRole('radio', { name, exact: true }).check()
    await page.waitForSelector(drawn)
  }

export const shots: readonly Shot[] = [
  { name: 'list', hash: '#view=list&context=32768', drawn: '.row' },
  {
    name: 'list-search',
    hash: '#view=list&context=32768',
    drawn: '.row',
    act: search('Qwen3-30B-A3B')
  },
  { name: 'list-nothing', hash: '#view=list&context=32768', drawn: '.row', act: search('zzz no such model') },
  { name: 'list-too-large', hash: '#view=list&context=32768', drawn: '.row', act: toTooLarge },
  { name: 'model', hash: model('qwen3-30b-a3b'), drawn: '.bill', whole: true },
  { name: 'model-dense', hash: model('gemma-3-12b-it'), drawn: '.bill', whole: true },
  { name: 'model-too-large', hash: model('deepseek-r1'), drawn: '.bill', whole: true },
  { name: 'cliffs', hash: model('llama-3.1-8b-instruct'), drawn: '.cliff-plot', whole: true },
  { name: 'cliffs-extended', hash: model('qwen3-32b'), drawn: '.cliff-plot', whole: true },
  { name: 'cliffs-hybrid', hash: model('qwen3-next-80b-a3b-instruct'), drawn: '.cliff-plot', whole: true },
  { name: 'model-quants', hash: model('qwen3-30b-a3b'), drawn: '.bill', act: openQuants },
  { name: 'model-none', hash: '#view=model', drawn: 'h1' },
  { name: 'own', hash: '#view=own&context=32768', drawn: '.own-group' },
  { name: 'open-dialog', hash: '#view=list&context=32768', drawn: '.row', act: openDialog },
  { name: 'report', hash: report, drawn: '.save-bar', whole: true, act: toFormat('HTML', '.paper table') },
  { name: 'report-card', hash: report, drawn: '.save-bar', act: toFormat('Card', '.card-picture') },
  { name: 'report-json', hash: report, drawn: '.save-bar', act: toFormat('JSON', '.paper-text') },
  { name: 'report-pdf', hash: report, drawn: '.save-bar', act: toFormat('PDF', '.paper') },
  { name: 'machine', hash: '#view=machine', drawn: '.field', whole: true },
  {
    name: 'machine-ask',
    hash: '#view=list&context=32768',
    drawn: '.row',
    act: ask('16 gb card, 32 gb memroy')
  },
  { name: 'list-filters', hash: '#view=list&context=32768', drawn: '.row', act: filters },
  { name: 'compare', hash: `#view=compare&compare=${compared}`, drawn: '.compare td .verdict', whole: true },
  { name: 'compare-none', hash: '#view=compare', drawn: '.starts, .empty' },
  { name: 'take', hash: '#view=take&model=qwen3-235b-a22b', drawn: '.take-option', whole: true },
  { name: 'tour', hash: '#view=tour', drawn: '.tour-here', whole: true },
  { name: 'keyboard', hash: '#view=list&context=32768', drawn: '.row', act: help }
]
