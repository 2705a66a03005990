import type { ServerSettings } from '../../engine/server-settings.ts'
import type { Term } from '../../memory/term.ts'
import type { ModelSpec } from '../../model/model.ts'
import type { Machine } from '../../machine/machine.ts'
import type { CheckpointFormat } from '../../quant/formats/checkpoint-format.ts'
import type { Bytes } from '../../quantity.ts'

/** What one device is asked to hold: the same shape as a bill of the assessment. */
export interface EngineBill {
  readonly kind: 'gpu' | 'host'
  readonly name: string
  readonly terms: readonly Term[]
  readonly capacity: Bytes | null
  readonly free: Bytes | null
  readonly loadLine: Bytes | null
}

/** What a cache holds, for engines that serve many requests from one pool. */
export interface Serving {
  /** The pool on each device, in bytes; null on a layout without limits. */
  readonly poolBytes: Bytes | null
  /** Tokens of one block, and how many blocks the pool has; null where the engine has no blocks. */
  readonly blockSize: number | null
  readonly blocks: number | null
  /** `GPU KV cache size` as the engine prints it. */
  readonly cacheTokens: number | null
  /** Requests of full length that the pool holds at once. */
  readonly maxConcurrency: number | null
  /** What one request of full length takes of the pool, in bytes, on each device. */
  readonly requestBytes: Bytes | null
  /** Parts of that, for a person: `64 blocks of 16 full layers`. */
  readonly requestParts: readonly string[]
}

/** Why it does not run, and the smallest change that would help. */
export interface Obstacle {
  readonly sentence: string
  readonly short?: { readonly device: string; readonly bytes: Bytes }
  readonly advice: readonly string[]
}

/** One engine's answer for one model, format and machine: everything an assessment is made of. */
export interface EngineAccount {
  readonly devices: readonly EngineBill[]
  readonly host: EngineBill
  readonly contextTokens: number
  /** Null: it runs (or, without a machine, it is laid out). */
  readonly obstacle: Obstacle | null
  readonly largestContext: number | null
  readonly serving: Serving | null
  readonly notes: readonly string[]
}

/** What an engine is asked: a model it can run, its settings, and where. */
export interface EngineQuestion<S extends ServerSettings> {
  readonly model: ModelSpec & { readonly architecture: NonNullable<ModelSpec['architecture']> }
  readonly format: CheckpointFormat
  readonly settings: S
  /** Null: so many equal GPUs without limit. */
  readonly machine: Machine | null
  readonly gpus: number
}

export const exactTerm = (kind: Term['kind'], size: number, why: string): Term =>
  term(kind, size, why, 'exact')
export const modelledTerm = (kind: Term['kind'], size: number, why: string, range?: Term['range']): Term =>
  term(kind, size, why, 'modelled', range)
export const measuredTerm = (kind: Term['kind'], size: number, why: string, range?: Term['range']): Term =>
  term(kind, size, why, 'measured', range)

function term(
  kind: Term['kind'],
  size: number,
  why: string,
  certainty: Term['certainty'],
  range?: Term['range']
): Term {
  return { kind, bytes: Math.ceil(size) as Bytes, why, certainty, ...(range && { range }) }
}
