/** A run of blocks that repeats: built blocks `from` up to `to` stand for `times` periods. */
export interface Repeat {
  /** First built block of the period that stands for several; the period before it has the same length. */
  readonly from: number
  readonly to: number
  /** How often it comes in the stack. */
  readonly times: number
}

/** A sequence without most of its repetitions. */
export interface Shortened {
  /** Positions in the sequence that are kept. */
  readonly kept: readonly number[]
  readonly repeats: readonly Repeat[]
}

/** Patterns of known models are no longer than this. */
const longestPeriod = 16

/**
 * Of every run of more than four equal periods the first two and the last two are kept, so that what precedes and what
 * follows the second is a period like it: what a device is sent for a layer comes while the one before is computed.
 */
export function shortened(sequence: readonly string[]): Shortened {
  const kept: number[] = []
  const repeats: Repeat[] = []
  for (let at = 0; at < sequence.length; ) {
    const { period, count } = longestRun(sequence, at)
    const keep = (from: number, to: number): void => {
      for (let i = from; i < to; i++) kept.push(i)
    }
    if (count > 4) {
      keep(at, at + 2 * period)
      repeats.push({ from: kept.length - period, to: kept.length, times: count - 3 })
      keep(at + (count - 2) * period, at + count * period)
    } else keep(at, at + count * period)
    at += count * period
  }
  return { kept, repeats }
}

/** The run from `at` that covers most of the sequence; of equal ones that of the shortest period. */
function longestRun(sequence: readonly string[], at: number): { period: number; count: number } {
  let best = { period: 1, count: 1 }
  for (let period = 1; period <= longestPeriod && at + 2 * period <= sequence.length; period++) {
    let same = 0
    while (at + period + same < sequence.length && sequence[at + same] === sequence[at + period + same]) same++
    const count = 1 + Math.floor(same / period)
    if (count > 4 && count * period > best.count * best.period) best = { period, count }
  }
  return best
}
