import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { built, isStale } from '../../scripts/start/build-state.ts'
import { theReason } from '../../scripts/start/build.ts'
import { openWindow, whyItDied } from '../../scripts/start/open-window.ts'
import { readOptions } from '../../scripts/start/options.ts'
import { atLeast, electronPackage, electronProgram } from '../../scripts/start/runtime.ts'
import { whyNoWindow } from '../../scripts/start/why-no-window.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'plimsoll-start-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

function put(root: string, file: string, text = '', minute = 0): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
  const at = new Date(2026, 0, 1, 12, minute)
  utimesSync(join(root, file), at, at)
  utimesSync(dirname(join(root, file)), at, at)
}

test.each([
  { name: 'nothing was built', sources: 0, outputs: [], stale: true },
  { name: 'all is newer than its sources', sources: 0, outputs: [1, 1, 1, 1], stale: false },
  { name: 'one part is older', sources: 1, outputs: [2, 2, 0, 2], stale: true },
  { name: 'one part is missing', sources: 0, outputs: [1, 1, 1], stale: true }
])('build or not: $name', ({ sources, outputs, stale }) => {
  const root = folder()
  put(root, 'src/core/quantity.ts', '', sources)
  utimesSync(join(root, 'src'), new Date(2026, 0, 1, 12, sources), new Date(2026, 0, 1, 12, sources))
  outputs.forEach((minute, index) => put(root, built[index] ?? '', '', minute))
  expect(isStale(root)).toBe(stale)
})

test.each([
  {
    name: 'a headless server',
    here: { platform: 'linux', env: {} },
    root: false,
    says: /^there is no display/u
  },
  {
    name: 'an empty DISPLAY',
    here: { platform: 'linux', env: { DISPLAY: '' } },
    root: false,
    says: /no display/u
  },
  { name: 'root', here: { platform: 'linux', env: { DISPLAY: ':0' } }, root: true, says: /as root$/u }
] as const)('no window for $name', ({ here, root, says }) => {
  expect(whyNoWindow(here, root)).toMatch(says)
})

test.each([
  { name: 'X', here: { platform: 'linux', env: { DISPLAY: ':0' } }, root: false },
  { name: 'Wayland', here: { platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' } }, root: false },
  { name: 'macOS', here: { platform: 'darwin', env: {} }, root: false },
  { name: 'Windows', here: { platform: 'win32', env: {} }, root: false }
] as const)('a window may be tried on $name', ({ here, root }) => {
  expect(whyNoWindow(here, root)).toBeNull()
})

test.each([
  { version: 'v20.20.2', needed: '22.12.0', enough: false },
  { version: 'v22.9.0', needed: '22.12.0', enough: false },
  { version: 'v22.12.0', needed: '22.12.0', enough: true },
  { version: 'v24.0.0', needed: '22.12', enough: true }
])('Node $version for $needed: $enough', ({ version, needed, enough }) => {
  expect(atLeast(version, needed)).toBe(enough)
})

test('the installed Electron package says which Node its fetching needs', () => {
  const electron = electronPackage(join(import.meta.dirname, '../..'))
  expect(electron?.nodeNeeded).toMatch(/^\d+\.\d+/u)
})

test.each([
  {
    name: 'complete',
    files: { 'path.txt': 'electron', 'dist/version': '45.4.1', 'dist/electron': '' },
    found: true
  },
  {
    name: 'of another version',
    files: { 'path.txt': 'electron', 'dist/version': '44.0.0', 'dist/electron': '' },
    found: false
  },
  { name: 'unpacked by half', files: { 'path.txt': 'electron', 'dist/version': '45.4.1' }, found: false },
  { name: 'not there', files: {}, found: false }
])('a program that is $name is used: $found', ({ files, found }) => {
  const root = folder()
  for (const [file, text] of Object.entries(files)) put(root, file, text)
  expect(electronProgram({ folder: root, version: '45.4.1', nodeNeeded: '22.12.0' }) !== null).toBe(found)
})

test.each([
  {
    messages: 'electron: error while loading shared libraries: libnss3.so: cannot open shared object file',
    says: 'Electron needs the library libnss3.so, which is not installed'
  },
  {
    messages:
      '[1:FATAL:setuid_sandbox_host.cc(163)] The SUID sandbox helper binary was found, but is not configured',
    says: 'this system does not let Electron start its sandbox'
  },
  {
    messages: '[1:ERROR:ozone_platform_x11.cc(240)] Missing X server or $DISPLAY',
    says: 'the display could not be reached'
  },
  { messages: '', says: 'Electron ended at its start (SIGTRAP)' }
])('a window that died: "$says"', ({ messages, says }) => {
  expect(whyItDied(messages, 'SIGTRAP')).toBe(says)
})

test.skipIf(process.platform === 'win32')(
  'a program that dies at its start is told, one that is closed is not',
  async () => {
    const root = folder()
    const program = (name: string, text: string): string => {
      writeFileSync(join(root, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
      return join(root, name)
    }
    const never = new AbortController().signal
    const dead = program(
      'dead',
      'echo "error while loading shared libraries: libgbm.so.1: none" >&2; exit 127'
    )
    expect(await openWindow(dead, root, never)).toMatchObject({
      closed: false,
      why: 'Electron needs the library libgbm.so.1, which is not installed'
    })
    expect(await openWindow(program('closed', 'exit 0'), root, never)).toEqual({ closed: true })
    expect(await openWindow(join(root, 'missing'), root, never)).toMatchObject({ closed: false })
  }
)

test.each([
  { typed: [], env: {}, gives: { shell: null, serveFlags: [] } },
  { typed: ['--browser'], env: {}, gives: { shell: 'browser', serveFlags: [] } },
  {
    typed: ['--port', '8787', '--no-open'],
    env: {},
    gives: { shell: null, serveFlags: ['--port=8787', '--no-open'] }
  },
  { typed: [], env: { PLIMSOLL_SHELL: 'window' }, gives: { shell: 'window', serveFlags: [] } },
  {
    typed: [],
    env: { PLIMSOLL_SHELL: 'tv' },
    gives: { wrong: 'PLIMSOLL_SHELL is "browser" or "window", not "tv".' }
  },
  {
    typed: ['--prot', '1'],
    env: {},
    gives: { wrong: 'npm start takes --port N, --no-open and --browser, after "--".' }
  }
])('npm start -- $typed $env', ({ typed, env, gives }) => {
  expect(readOptions(typed, env)).toEqual(gives)
})

test.each([
  {
    name: 'a missing file, in colour',
    output:
      "\u001b[31m[UNRESOLVED_IMPORT] \u001b[0mCould not resolve './gone.ts' in src/main/boot.ts\n    at error (file:///x.mjs:50:18)",
    says: "[UNRESOLVED_IMPORT] Could not resolve './gone.ts' in src/main/boot.ts"
  },
  { name: 'a stack alone', output: '    at anError (x.js:1)\n', says: null },
  { name: 'silence', output: '', says: null }
])('a build that failed with $name is told by one line', ({ output, says }) => {
  expect(theReason(output)).toBe(says)
})
