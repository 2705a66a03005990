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

/** Seconds, likely and the ends of the range: `low` is the shortest. */
export interface Duration {
  readonly low: number
  readonly likely: number
  readonly high: number
}

/** Several requests written at the same time. */
export interface BatchSpeed {
  readonly sequences: number
  /** All sequences together, tokens per second. */
  readonly total: Rate
  readonly each: Rate
  readonly why: string
}

/** Decoding with tokens drafted ahead by the model's own prediction layers. */
export interface SpeculativeSpeed {
  readonly rate: Rate
  readonly why: string
}

/** Another engine on the same placement: its own fitted figure, or none. */
export interface EngineSpeed {
  readonly engine: string
  /** Null: no data to fit it on. */
  readonly decode: Rate | null
  readonly basis: string
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
      /** How sure: `measured on this card (52 rows)`, `fitted on 34 CUDA devices`, `no data for this vendor`. */
      readonly basis: string
      /** Parts of the time of the whole prompt; absent where prefill is unknown. */
      readonly prefillTerms?: readonly TimeTerm[]
      readonly prefillBasis?: string
      /** From sending the prompt to the first word, the model loaded; null where prefill is unknown. */
      readonly firstToken?: Duration | null
      /** From disk into memory. The disk is not known: from a slow SSD to a fast one. */
      readonly load?: Duration
      /** Present when more than one sequence is asked for. */
      readonly batch?: BatchSpeed
      /** Present when the model ships prediction layers (MTP). */
      readonly speculative?: SpeculativeSpeed
      readonly engines?: readonly EngineSpeed[]
    }
  | {
      readonly known: false
      /** What is missing and who could supply it. */
      readonly reason: string
    }
