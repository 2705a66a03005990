import type { BenchOutcome, BenchTools } from '../../../src/host/calibrate/engine.ts'
import type { Spawn } from '../../../src/host/calibrate/started.ts'

export interface TestTools extends BenchTools {
  readonly lines: string[]
  readonly cancel: () => void
}

export function tools(spawn: Spawn, onLine: (line: string) => void = () => undefined): TestTools {
  const controller = new AbortController()
  const lines: string[] = []
  const progress = (line: string): void => {
    lines.push(line)
    onLine(line)
  }
  return { spawn, progress, lines, signal: controller.signal, cancel: () => controller.abort() }
}

export const reasonOf = (outcome: BenchOutcome): string => (outcome.ok ? 'it went well' : outcome.reason)

export const neverSpawned: Spawn = () => {
  throw new Error('nothing is started in this test')
}
