/** `npm start`: the window where one can be opened, else the same page in a browser, and always a sentence that says which. */
import { join } from 'node:path'
import { isStale } from './start/build-state.ts'
import { build } from './start/build.ts'
import { openWindow } from './start/open-window.ts'
import { readOptions } from './start/options.ts'
import { atLeast, electronPackage, electronProgram, fetchElectron } from './start/runtime.ts'
import { servePage } from './start/serve-page.ts'
import { whyNoWindow } from './start/why-no-window.ts'

const root = join(import.meta.dirname, '..')
const fetchSeconds = 30
/** A window that lived this long was in use: its end is told, not replaced by a browser. */
const startSeconds = 15

const say = (sentence: string): void => console.log(sentence)
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
// A call, so that the compiler does not take an earlier answer for a later one.
const isStopped = (): boolean => stop.signal.aborted

/** The program to open the window with, or a clause that says why there is none. */
async function findElectron(): Promise<{ program: string } | { why: string }> {
  const electron = electronPackage(root)
  if (!electron) return { why: 'Electron is not installed (run "npm ci")' }
  const present = electronProgram(electron)
  if (present !== null) return { program: present }
  if (!atLeast(process.version, electron.nodeNeeded)) {
    const needs = `fetching it needs Node ${electron.nodeNeeded} or newer (this is ${process.version.slice(1)})`
    return { why: `Electron's program is not here yet, and ${needs}` }
  }
  say(`Fetching Electron ${electron.version}, once, for at most ${fetchSeconds} seconds ...`)
  const fetched = (await fetchElectron(electron, fetchSeconds, stop.signal))
    ? electronProgram(electron)
    : null
  if (fetched !== null) return { program: fetched }
  return { why: 'Electron could not be fetched ("npx install-electron" tries again without a time limit)' }
}

/** Opens the window and waits for its end. A clause says why there was none; else the exit code. */
async function tryWindow(): Promise<{ why: string } | { code: number }> {
  const here = { platform: process.platform, env: process.env }
  const hindrance = whyNoWindow(here, process.getuid?.() === 0)
  if (hindrance !== null) return { why: hindrance }
  const electron = await findElectron()
  if (isStopped()) return { code: 0 }
  if ('why' in electron) return electron
  const end = await openWindow(electron.program, root, stop.signal)
  if (end.closed) return { code: 0 }
  if (end.after < startSeconds) return { why: end.why }
  say(`The window ended unexpectedly: ${end.why}.`)
  return { code: 1 }
}

async function start(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env)
  if ('wrong' in options) {
    say(options.wrong)
    return 2
  }
  if (isStale(root)) {
    say('Building Plimsoll ...')
    const wrong = await build(root)
    if (isStopped()) return 0
    if (wrong !== null) {
      say(`The build failed: ${wrong}. "npm run build" shows all of it.`)
      return 1
    }
  }
  if (options.shell !== 'browser') {
    const window = await tryWindow()
    if ('code' in window) return window.code
    say(
      `No window: ${window.why}.${options.shell === 'window' ? '' : ' Plimsoll runs in the browser instead.'}`
    )
    if (options.shell === 'window') return 1
  }
  return servePage(root, options.serveFlags, stop.signal)
}

start().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(`Plimsoll could not start: ${error instanceof Error ? error.message : 'no reason was given'}`)
    process.exit(1)
  }
)
