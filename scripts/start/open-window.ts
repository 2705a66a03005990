import { spawn } from 'node:child_process'

/** How the window's process ended: closed by its user, or dead, with a clause that says why. */
export type WindowEnd =
  { readonly closed: true } | { readonly closed: false; readonly why: string; readonly after: number }

/**
 * Runs Electron on the project and waits for its end. Its messages are kept back: most are Chromium's own, and of those
 * that matter a sentence is made.
 */
export async function openWindow(program: string, root: string, stop: AbortSignal): Promise<WindowEnd> {
  const started = Date.now()
  const env = { ...process.env }
  delete env['ELECTRON_RUN_AS_NODE'] // set by some editors' terminals; Electron would be a plain Node
  const child = spawn(program, [root], { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-20_000)
  })
  const end = await new Promise<string | null>((resolve) => {
    stop.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) =>
      resolve(code === 0 || stop.aborted ? null : (signal ?? `code ${code ?? 'none'}`))
    )
  })
  return end === null
    ? { closed: true }
    : { closed: false, why: whyItDied(said, end), after: (Date.now() - started) / 1000 }
}

/** @param end how it ended, where its messages tell nothing: a signal or an exit code */
export function whyItDied(messages: string, end: string): string {
  const library = /error while loading shared libraries: ([^\s:]+)/u.exec(messages)?.[1]
  if (library !== undefined) return `Electron needs the library ${library}, which is not installed`
  if (/sandbox/iu.test(messages)) return 'this system does not let Electron start its sandbox'
  if (/Missing X server|cannot open display|Unable to open X display|ozone_platform/iu.test(messages)) {
    return 'the display could not be reached'
  }
  return `Electron ended at its start (${end})`
}
