import type { Browser, Page } from 'playwright-core'
import { type Shot } from './shots.ts'

const views: readonly Shot[] = [
  { name: 'list', hash: '#view=list&context=32768', drawn: '.row' },
  { name: 'model', hash: '#view=model&model=qwen3-30b-a3b&context=32768', drawn: '.bill' }
]

/** The list and one model, one above the other, as the README shows them. */
export async function readmePicture(
  browser: Browser,
  open: (page: Page, shot: Shot) => Promise<void>,
  path: string
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 760 }, colorScheme: 'light' })
  const page = await context.newPage()
  const pictures: string[] = []
  for (const shot of views) {
    await open(page, shot)
    pictures.push((await page.screenshot()).toString('base64'))
  }
  const figures = pictures.map(
    (data) => `<img src="data:image/png;base64,${data}" width="1280" height="760">`
  )
  // A page of its own: the policy of the one that was pictured allows no style written into it.
  const sheet = await browser.newPage({ viewport: { width: 1280, height: 1544 } })
  await sheet.setContent(
    `<body style="margin:0;background:#c6beae;display:grid;gap:24px">${figures.join('')}</body>`
  )
  await sheet.screenshot({ path })
  await sheet.close()
  await context.close()
}
