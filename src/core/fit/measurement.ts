import { applyCalibration } from '../machine/apply-calibration.ts'
import type { CalibrationRecord } from '../machine/calibration-record.ts'
import type { Machine } from '../machine/machine.ts'
import type { RunnableModel } from '../model/model.ts'
import type { FileType } from '../quant/file-type.ts'
import { err, ok, type Result } from '../result.ts'
import { decodeCorrection, prefillCorrection } from '../speed/calibration.ts'
import type { LoggedRate } from '../speed/parse-log.ts'
import { placedSpeedInput } from './placed-speed-input.ts'

/** What was run where, and what it showed. */
export interface Run {
  readonly model: RunnableModel
  readonly quant: FileType
  /** With what was entered by hand, without what was measured: a factor is over that. */
  readonly machine: Machine
  /** What was measured before. */
  readonly records: readonly CalibrationRecord[]
  /** `2026-11-25`. */
  readonly date: string
}

export type MeasuredRate = Pick<LoggedRate, 'what' | 'tokensPerSecond' | 'tokens' | 'depth'> & {
  readonly engine: string
}

/** A record before it has its number. */
export type Measurement = Omit<CalibrationRecord, 'id'>

/** In shorter prompts launches take the time, and say nothing of the arithmetic rate. */
export const shortestPrompt = 128
/** What `llama-bench` reads, and what a speed of reading that is entered by hand is taken to be of. */
const usualPrompt = 512

/** A speed that somebody read off and typed in; `depth` null where nobody said. */
export const enteredRate = (
  what: MeasuredRate['what'],
  tokensPerSecond: number,
  depth: number | null
): MeasuredRate => ({
  engine: 'by hand',
  what,
  tokensPerSecond,
  tokens: what === 'prefill' ? usualPrompt : null,
  depth
})

/** Nothing was fitted to runs of MLX: its speed says nothing about llama.cpp's terms. */
export const hasFittedTerms = (engine: string): boolean => !/\bMLX\b/.test(engine)

/**
 * Of several rates the two that say most: the decode of the least depth, where reading weights is most of the time, and
 * the prompt of at least 128 tokens that had least before it, the nearest to 512 tokens.
 */
export function tellingRates<R extends MeasuredRate>(rates: readonly R[]): readonly R[] {
  const depth = (rate: R): number => rate.depth ?? 0
  const [decode] = rates.filter(({ what }) => what === 'decode').sort((a, b) => depth(a) - depth(b))
  const away = ({ tokens }: R): number => Math.abs(Math.log((tokens ?? 1) / usualPrompt))
  const [prefill] = rates
    .filter(({ what, tokens }) => what === 'prefill' && (tokens ?? 0) >= shortestPrompt)
    .sort((a, b) => depth(a) - depth(b) || away(a) - away(b))
  return [decode, prefill].filter((rate) => rate !== undefined)
}

/**
 * The record of a measured speed with the correction that follows from it. The error is a sentence: the model does not
 * fit, or nothing explains the speed. What `records` say of decode is taken into account for a prefill, whose memory
 * terms hang on the bandwidth.
 */
export function measurementOf(
  { model, quant, machine, records, date }: Run,
  { engine, what, tokensPerSecond, tokens, depth }: MeasuredRate
): Result<Measurement, string> {
  // Tokens that are written fill the cache: on average half of them are there.
  const depthTokens = Math.round((depth ?? 0) + (what === 'decode' ? (tokens ?? 0) / 2 : 0))
  const promptTokens = what === 'prefill' ? (tokens ?? usualPrompt) : null
  const measured = {
    date,
    engine,
    model: model.id,
    quant,
    what,
    depthTokens,
    ...(promptTokens !== null && { promptTokens }),
    tokensPerSecond
  }
  if (!hasFittedTerms(engine)) return ok({ ...measured, correction: null })
  const prompt = promptTokens ?? usualPrompt
  const input = placedSpeedInput(
    model,
    quant,
    what === 'decode'
      ? machine
      : applyCalibration(
          machine,
          records.filter((record) => record.what === 'decode')
        ),
    { contextTokens: Math.max(4096, depthTokens + prompt) },
    { depthTokens, promptTokens: prompt }
  )
  if (!input.ok) return err(input.error)
  const correction = (what === 'decode' ? decodeCorrection : prefillCorrection)(input.value, tokensPerSecond)
  return correction.ok ? ok({ ...measured, correction: correction.value }) : err(correction.error)
}

/**
 * What several rates of one run say: how fast it wrote and, of a prompt that was long enough, how fast it read. Where one
 * of the two explains nothing the other stands; `wrong` has the reasons.
 */
export function measurementsOf(
  run: Run,
  rates: readonly MeasuredRate[]
): { readonly kept: readonly Measurement[]; readonly wrong: readonly string[] } {
  let { records } = run
  const kept: Measurement[] = []
  const wrong: string[] = []
  for (const rate of tellingRates(rates)) {
    const measured = measurementOf({ ...run, records }, rate)
    if (measured.ok) {
      kept.push(measured.value)
      records = [...records, { id: 0, ...measured.value }]
    } else wrong.push(measured.error)
  }
  return { kept, wrong }
}
