import type { BytesPerSecond } from '../quantity.ts'

/** What a run on this machine says about one device. */
export interface Correction {
  /** `RAM`, or the name of the accelerator. */
  readonly device: string
  /** Over the data sheet: of its bandwidth for decode, of its arithmetic rate for prefill. */
  readonly factor: number
  /** Of a prefill: the bandwidth its memory terms were taken at, so that a later decode run leaves it as measured. */
  readonly bandwidth?: BytesPerSecond
}

/** One measurement that is kept, with the correction it led to. */
export interface CalibrationRecord {
  readonly id: number
  /** `2026-11-25`. */
  readonly date: string
  /** Who measured: `llama.cpp`, `Ollama`, `LM Studio`, `MLX`, `by hand`. */
  readonly engine: string
  readonly model: string
  readonly quant: string
  readonly what: 'decode' | 'prefill'
  /** Tokens in the cache, on average, while it wrote; before it, for a prompt. */
  readonly depthTokens: number
  /** Tokens of the prompt that was read; absent for decode. */
  readonly promptTokens?: number
  readonly tokensPerSecond: number
  /** Null: kept and shown, but nothing follows from it (an engine without fitted figures). */
  readonly correction: Correction | null
}

/** What the file of measurements holds, and what is printed or exported of them (`schema/calibration.ts` reads it). */
export const calibrationFileOf = (
  records: readonly CalibrationRecord[]
): { readonly version: 2; readonly records: readonly CalibrationRecord[] } => ({ version: 2, records })
