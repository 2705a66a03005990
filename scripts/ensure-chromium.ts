import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from '../test/support/chromium.ts'

/** A Chromium for the end-to-end tests: one that is there, or Debian's, installed where this is root on Debian. */
export function ensureChromium(): { readonly path: string | null; readonly sentence: string } {
  const found = findChromium()
  if (found) return { path: found, sentence: `Browser for the end-to-end tests: ${found}` }
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    process.stdout.write('No Chromium found; installing Debian’s (apt-get install chromium).\n')
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    for (const args of [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium']
    ]) {
      const { status } = spawnSync('apt-get', args, {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: environment
      })
      if (status !== 0)
        return { path: null, sentence: `apt-get ${args[0] ?? ''} failed, so no Chromium could be had.` }
    }
    const installed = findChromium()
    if (installed)
      return { path: installed, sentence: `Browser for the end-to-end tests: ${installed} (just installed)` }
  }
  return {
    path: null,
    sentence: 'No Chromium was found. Install Chromium or Google Chrome, or set PLIMSOLL_CHROMIUM to one.'
  }
}
