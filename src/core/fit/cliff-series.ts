import type { CacheType } from '../engine/settings.ts'
import type { CliffLever } from './cliff-levers.ts'
import type { CliffPoint, CliffQuestion, Stage } from './cliff-point.ts'

export type CliffKind =
  /** something leaves the GPUs for the first time, or what was fixed there does not fit any more */
  | 'vram-full'
  /** whole layers follow the experts into RAM */
  | 'layers-leave'
  /** nothing is left on the GPUs */
  | 'gpu-empty'
  /** it does not run any more */
  | 'ram-full'
  /** the same, where no device alone is what is missing */
  | 'memory-full'
  /** the publisher's extension begins */
  | 'trained-context'

/** A context at which something changes; tokens are what each request gets. */
export interface Cliff {
  readonly kind: CliffKind
  /** The last context before it. */
  readonly contextTokens: number
  /** The first context after it: one step of 256 tokens on. */
  readonly beyond: number
  readonly from: Stage
  readonly to: Stage
  /** The cheapest change that moves it; null: none does. Absent while it is not known. */
  readonly lever?: CliffLever | null
}

/** One file on one machine over the context: what it takes, how fast it is, and where it falls. */
export interface CliffSeries {
  readonly question: CliffQuestion
  /** In the order of their contexts. */
  readonly points: readonly CliffPoint[]
  readonly cliffs: readonly Cliff[]
  /** Ends of the curve, in tokens per request. */
  readonly start: number
  readonly end: number
  /** The same with the next smaller cache; null where there is none. */
  readonly compared: { readonly cacheType: CacheType; readonly points: readonly CliffPoint[] } | null
  /** Whether everything is worked out. */
  readonly complete: boolean
  /** Why there is no curve, as a sentence. */
  readonly problem: string | null
}
