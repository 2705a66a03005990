import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const cli = join(import.meta.dirname, '../../out/node/cli.js')
/** A folder that is not there: the tests do not read the settings of whoever runs them. */
const noSettings = join(tmpdir(), 'plimsoll-tests-have-no-settings')

export interface Run {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the built command line as a person would, in its own process. */
export function plimsoll(
  args: readonly string[],
  input = '',
  environment: NodeJS.ProcessEnv = {}
): Promise<Run> {
  if (!existsSync(cli)) throw new Error('out/node/cli.js is missing: run `npm run build` first')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], {
      env: { ...process.env, NO_COLOR: '1', PLIMSOLL_DATA: noSettings, ...environment }
    })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
    child.stdin.end(input)
  })
}

/** Runs with `--json` and parses the one document on standard output. */
export async function plimsollJson(
  args: readonly string[]
): Promise<{ code: number | null; document: unknown }> {
  const { code, out, err } = await plimsoll([...args, '--json'])
  try {
    return { code, document: JSON.parse(out) as unknown }
  } catch {
    throw new Error(`not one JSON document: ${out.slice(0, 200)} ${err}`)
  }
}

/** `plimsoll serve` in its own process, with the address it printed. */
export function serving(
  environment: NodeJS.ProcessEnv = {},
  args: readonly string[] = []
): Promise<{ address: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [cli, 'serve', '--no-open', '--json', ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
  }
  return new Promise((resolve, reject) => {
    let out = ''
    let err = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
      if (!out.trimEnd().endsWith('}')) return
      const { address } = JSON.parse(out) as { address: string }
      resolve({ address, stop })
    })
    child.once('close', () => reject(new Error(`serve ended before it served: ${err}`)))
  })
}
