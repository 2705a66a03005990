import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'

/** Runs `npm run build` without its chatter. Resolves to null, or to the line that says what is wrong. */
export async function build(root: string): Promise<string | null> {
  const npm = process.env['npm_execpath']
  const arguments_ = ['run', 'build', '--silent']
  const [program, given] = npm?.endsWith('js')
    ? [process.execPath, [npm, ...arguments_]]
    : ['npm', arguments_]
  // Windows starts npm through npm.cmd, which only a shell can run.
  const shell = program === 'npm' && process.platform === 'win32'
  const child = spawn(program, given, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell })
  let said = ''
  const listen = (chunk: Buffer): void => {
    said = (said + chunk.toString('utf8')).slice(-20_000)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(-1))
    child.once('close', resolve)
  })
  if (code === 0) return null
  return theReason(said) ?? `it ended with code ${code ?? 'none'}`
}

/** The line of a build's output that a person would look for: the first that tells of an error, no line of a stack. */
export function theReason(output: string): string | null {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(at |npm (warn|error)|\(!\))/iu.test(line))
  return (
    lines.find((line) => /error|could not|cannot|failed|unresolved/iu.test(line))?.replace(/\.$/u, '') ?? null
  )
}
