import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const cli = join(import.meta.dirname, '../../out/node/cli.js')

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
      env: { ...process.env, NO_COLOR: '1', ...environment }
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
