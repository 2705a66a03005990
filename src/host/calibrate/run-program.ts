import { mostLogLength, parseLog } from '../../core/speed/parse-log.ts'
import { type BenchOutcome, type BenchTools, cancelled, failed } from './engine.ts'
import { notStarted, type Started, Tail } from './started.ts'
import { stopProgram } from './stop-program.ts'

/** Runs a benchmark program to its end or until it is cancelled, and reads the speeds in what it prints. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { spawn, progress, signal }: BenchTools
): Promise<BenchOutcome> {
  const isCancelled = (): boolean => signal.aborted
  if (isCancelled()) return failed('Cancelled before it started.')
  const said = new Tail(mostLogLength)
  const take = (chunk: string): void => {
    said.add(chunk)
    for (const line of chunk.split(/\r?\n/)) if (line.trim() !== '') progress(line.trim())
  }
  let started: Started
  try {
    started = spawn(program, args)
  } catch {
    return failed(notStarted(program))
  }
  started.onOutput(take)
  started.onError(take)
  const cancel = (): void => void stopProgram(started)
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const code = await started.ended
    if (isCancelled()) return cancelled
    if (code !== 0) return failed(`${program} ended with code ${code ?? 'unknown'}: ${said.lastLine}`)
  } catch {
    return failed(notStarted(program))
  } finally {
    signal.removeEventListener('abort', cancel)
  }
  const rates = parseLog(said.text)
  return rates.length > 0 ? { ok: true, rates } : failed(`${program} printed no speed.`)
}
