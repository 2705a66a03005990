import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe'
]

/** PLIMSOLL_CHROMIUM, else the system's own, else the one Playwright installed; null where there is none. */
export function findChromium(): string | null {
  const chosen = process.env['PLIMSOLL_CHROMIUM']
  const found = chosen ?? [...known, playwrightOwn()].find((path) => existsSync(path))
  return found ?? null
}

function playwrightOwn(): string {
  try {
    return chromium.executablePath()
  } catch {
    return ''
  }
}

/**
 * Whether to leave out what needs a browser, said aloud: there is none, and nobody promised one. Where CI is true one
 * was promised, and its tests fail.
 */
export function withoutChromium(): boolean {
  if (findChromium() !== null || process.env['CI'] === 'true') return false
  process.stderr.write('NOT TESTED IN A BROWSER: no Chromium was found. Name one in PLIMSOLL_CHROMIUM.\n')
  return true
}

/** No sandbox: tests run in containers and as root. The rest keeps Chromium from speaking to the network by itself. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run'
]

export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === null) {
    throw new Error('No Chromium was found. Name one in PLIMSOLL_CHROMIUM.')
  }
  return chromium.launch({ executablePath, args: flags })
}
