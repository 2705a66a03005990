import { spawn as spawnProcess } from 'node:child_process'
import { type LoggedRate, parseLog } from './parse-log.ts'

/** A started program: its output as it comes, and how it ended. Injected in tests. */
export interface Started {
  readonly onOutput: (listener: (text: string) => void) => void
  readonly onError: (listener: (text: string) => void) => void
  /** Resolves to the exit code; rejects when the program cannot be started. */
  readonly ended: Promise<number | null>
  readonly kill: () => void
}
export type Spawn = (program: string, args: readonly string[]) => Started

export const realSpawn: Spawn = (program, args) => {
  const child = spawnProcess(program, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
  child.stdout.setEncoding('utf8')
  child.stderr.setEncoding('utf8')
  return {
    onOutput: (listener) => void child.stdout.on('data', listener),
    onError: (listener) => void child.stderr.on('data', listener),
    ended: new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    }),
    kill: () => void child.kill()
  }
}

export interface Bench {
  readonly program: string
  readonly args: readonly string[]
}

/** A short run on a model that is already here: 128 tokens, three times. */
export function benchOf(engine: 'llama-bench' | 'ollama' | 'mlx', model: string, depthTokens: number): Bench {
  const prompt = 'Count from one to one hundred in words.'
  switch (engine) {
    case 'llama-bench': {
      const depth = depthTokens > 0 ? ['-d', String(depthTokens)] : []
      return {
        program: 'llama-bench',
        args: ['-m', model, '-p', '512', '-n', '128', '-r', '3', ...depth, '-o', 'jsonl']
      }
    }
    case 'ollama':
      return { program: 'ollama', args: ['run', '--verbose', model, prompt] }
    case 'mlx':
      return {
        program: 'mlx_lm.generate',
        args: ['--model', model, '--prompt', prompt, '--max-tokens', '128']
      }
  }
}

export type BenchOutcome =
  | { readonly ok: true; readonly rates: readonly LoggedRate[] }
  | { readonly ok: false; readonly reason: string }

/**
 * Runs a benchmark to its end or until `signal` cancels it; every line is passed to `progress`. Never rejects: what
 * went wrong is a sentence.
 */
export async function runBench(
  { program, args }: Bench,
  spawn: Spawn,
  progress: (line: string) => void,
  signal?: AbortSignal
): Promise<BenchOutcome> {
  const cancelled = (): boolean => signal?.aborted === true
  if (cancelled()) return { ok: false, reason: 'Cancelled before it started.' }
  let text = ''
  const take = (chunk: string): void => {
    text += chunk
    for (const line of chunk.split(/\r?\n/)) if (line.trim() !== '') progress(line.trim())
  }
  let started: Started
  try {
    started = spawn(program, args)
  } catch {
    return { ok: false, reason: notStarted(program) }
  }
  started.onOutput(take)
  started.onError(take)
  const cancel = (): void => started.kill()
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    const code = await started.ended
    if (cancelled()) return { ok: false, reason: 'Cancelled.' }
    if (code !== 0)
      return { ok: false, reason: `${program} ended with code ${code ?? 'unknown'}: ${lastLine(text)}` }
  } catch {
    return { ok: false, reason: notStarted(program) }
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
  const rates = parseLog(text)
  return rates.length > 0 ? { ok: true, rates } : { ok: false, reason: `${program} printed no speed.` }
}

const notStarted = (program: string): string =>
  `${program} could not be started: install it, or add its folder to PATH.`

const lastLine = (text: string): string => text.trim().split(/\r?\n/).at(-1) ?? 'no output'
