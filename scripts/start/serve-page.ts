import { spawn } from 'node:child_process'
import { join } from 'node:path'

/**
 * Runs the built `plimsoll serve`, which prints the address and opens the browser. Resolves to its exit code once it
 * ends: by Ctrl-C, which the terminal sends to both, or by `stop`.
 */
export async function servePage(root: string, flags: readonly string[], stop: AbortSignal): Promise<number> {
  const child = spawn(process.execPath, [join(root, 'out/node/cli.js'), 'serve', ...flags], {
    stdio: 'inherit'
  })
  stop.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
  return new Promise((resolve) => {
    child.once('error', () => resolve(1))
    child.once('close', (code) => resolve(stop.aborted ? 0 : (code ?? 1)))
  })
}
