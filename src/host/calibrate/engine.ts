import { ok, type Result } from '../../core/result.ts'
import type { LoggedRate } from '../../core/speed/parse-log.ts'
import type { Spawn } from './started.ts'

/** What is to be measured. */
export interface BenchRequest {
  /** The model that is here: a file, or the name the engine has for it. */
  readonly model: string
  /** Tokens in the cache before it writes; 0 for none. */
  readonly depthTokens: number
  /** Where the prediction has the model, for an engine that can be told: the run is held against that. */
  readonly placement?: { readonly gpuLayers: number; readonly cpuMoeLayers: number }
  /** Of an engine that is a server already: its address, where it is not the usual one. */
  readonly url?: string
  /** Other addresses than those of this machine are asked too. */
  readonly anyAddress?: boolean
  /** Sent along to a server that asks for one. */
  readonly token?: string
}

export interface BenchTools {
  readonly spawn: Spawn
  /** One line at a time, for a person who waits. */
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

export type BenchOutcome =
  | {
      readonly ok: true
      readonly rates: readonly LoggedRate[]
      /** The file type, where the engine says it. */
      readonly quant?: string
    }
  | { readonly ok: false; readonly reason: string }

/** An engine that can be asked for a short benchmark. */
export interface BenchEngine {
  /** What `model` has to be, in words. */
  readonly needs: string
  /**
   * A short run on a model that is already here; ends when `signal` is aborted, and what it started with it. Never
   * rejects: what went wrong is a sentence.
   */
  readonly run: (request: BenchRequest, tools: BenchTools) => Promise<BenchOutcome>
}

export const failed = (reason: string): BenchOutcome => ({ ok: false, reason })
export const cancelled = failed('Cancelled.')

/** What every engine is asked for. */
export const bench = { prompt: 512, write: 128, runs: 3, least: 32 } as const

/** Asks as often as every engine is asked, and says each speed; the first error ends it. `words`: of one answer. */
export async function repeated<T>(
  ask: () => Promise<Result<T, string>>,
  words: (answer: T) => string,
  progress: BenchTools['progress']
): Promise<Result<readonly T[], string>> {
  const answers: T[] = []
  for (let run = 1; run <= bench.runs; run++) {
    const answer = await ask()
    if (!answer.ok) return answer
    progress(`Run ${run} of ${bench.runs}: ${words(answer.value)}.`)
    answers.push(answer.value)
  }
  return ok(answers)
}

/** The middle of an odd number of runs. */
export const middleOf = <T>(items: readonly T[], size: (item: T) => number): T | undefined =>
  [...items].sort((a, b) => size(a) - size(b))[Math.floor(items.length / 2)]
