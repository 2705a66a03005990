import { type Bytes, sumBytes } from '../quantity.ts'

/** The kinds of thing that a device holds. Each has one colour everywhere. */
export const termKinds = ['weights', 'kv-cache', 'compute-buffer', 'runtime'] as const
export type TermKind = (typeof termKinds)[number]

/**
 * One addend of a bill. An estimate is a list of these, summed at the last moment: the bar, the table, the report
 * and the tests read the same list.
 */
export interface Term {
  readonly kind: TermKind
  readonly bytes: Bytes
  /** How the figure comes about, for a person: `48 layers x 4 heads x 128 x 2 x 2 B x 8,192 tokens`. */
  readonly why: string
  readonly certainty:
    /** follows from the engine's rules to the byte */
    | 'exact'
    /** an approximation of the engine's rules */
    | 'modelled'
    /** a measured constant, with its source in `why` */
    | 'measured'
  /** Lowest and highest that was seen, for what is not exact and has more than one source. */
  readonly range?: readonly [low: Bytes, high: Bytes]
}

export const totalOf = (terms: readonly Term[]): Bytes => sumBytes(terms.map((term) => term.bytes))

export const bytesOf = (terms: readonly Term[], kind: TermKind): Bytes =>
  sumBytes(terms.filter((term) => term.kind === kind).map((term) => term.bytes))
