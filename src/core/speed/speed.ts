/** Tokens per second: the likely value and the band that holds 80 % of measured cases of this class. */
export interface Rate {
  readonly low: number
  readonly likely: number
  readonly high: number
}

/** One physical part of the time of one token or one prompt, in seconds. */
export interface TimeTerm {
  readonly name: string
  readonly seconds: number
  readonly why: string
}

export type Speed =
  | {
      readonly known: true
      /** One sequence, writing, with `depthTokens` in the cache. */
      readonly decode: Rate
      /** Reading a prompt of `promptTokens`. Null where there is no data to fit it (reason in `prefillNote`). */
      readonly prefill: Rate | null
      readonly prefillNote?: string
      readonly depthTokens: number
      readonly promptTokens: number
      readonly terms: readonly TimeTerm[]
      /** How sure: `fitted on 74 cards`, `no data for this vendor`. */
      readonly basis: string
    }
  | {
      readonly known: false
      /** What is missing and who could supply it. */
      readonly reason: string
    }
