import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createHost } from '../../src/host/create-host.ts'
import { listen, type Listening } from '../../src/server/listen.ts'
import { builtOut } from '../support/built.ts'
import { launchChromium } from '../support/chromium.ts'

let browser: Browser
let server: Listening
let data: string
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'plimsoll-data-'))
  server = await listen({
    host: createHost({ dataFolder: data }),
    pageFolder: join(await builtOut(), 'renderer')
  })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await server.close()
  rmSync(data, { recursive: true, force: true })
})

async function open(address: string): Promise<{ page: Page; faults: string[]; answers: [string, number][] }> {
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  const faults: string[] = []
  const answers: [string, number][] = []
  page.on('pageerror', (error) => faults.push(`script error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|data:|blob:)/u.test(request.url())) faults.push(`left: ${request.url()}`)
  })
  page.on('response', (response) => answers.push([new URL(response.url()).pathname, response.status()]))
  await page.goto(address)
  await page.waitForSelector('#root:not(:empty)', { state: 'attached' })
  return { page, faults, answers }
}

test('the printed address draws the page, which asks what this machine is, and nothing leaves 127.0.0.1', async () => {
  const { faults, answers } = await open(server.address)
  await expect
    .poll(() => answers.find(([path]) => path === '/api/detect'), { timeout: 10_000 })
    .toEqual(['/api/detect', 200])
  expect(faults).toEqual([])
})

test('the token is kept for the tab and taken out of the address', async () => {
  const { page, answers } = await open(server.address)
  await expect.poll(() => page.url()).not.toContain(server.token)
  answers.length = 0
  await page.reload()
  await expect
    .poll(() => answers.find(([path]) => path === '/api/detect'), { timeout: 10_000 })
    .toEqual(['/api/detect', 200])
})

test('another page on this machine can neither call, nor read, nor frame', async () => {
  const other = await listen({
    host: createHost({ dataFolder: data }),
    pageFolder: join(await builtOut(), 'renderer')
  })
  onTestFinished(() => other.close())
  const { page } = await open(other.address)
  const url = `http://127.0.0.1:${server.port}`
  const tried = await page.evaluate(
    async ([target, token]) => {
      const call = await fetch(`${target}/api/detect`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-plimsoll-token': token },
        body: '[]'
      }).then(
        () => 'read',
        () => 'blocked'
      )
      const read = await fetch(`${target}/`).then(
        () => 'read',
        () => 'blocked'
      )
      return [call, read]
    },
    [url, server.token] as const
  )
  expect(tried).toEqual(['blocked', 'blocked'])
})
