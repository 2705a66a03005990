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
 * Of every run of more than five equal periods the first three and the last two are kept. The third stands for the rest:
 * what it takes over comes from a period that had one like it before, and what it is sent ahead is for one like it.
 */
export function shortened(sequence: readonly string[]): Shortened {
  const kept: number[] = []
  const repeats: Repeat[] = []
  for (let at = 0; at < sequence.length;) {
    const { period, count } = longestRun(sequence, at)
    const keep = (from: number, to: number): void => {
      for (let i = from; i < to; i++) kept.push(i)
    }
    if (count > 5) {
      keep(at, at + 3 * period)
      repeats.push({ from: kept.length - period, to: kept.length, times: count - 4 })
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
    while (at + period + same < sequence.length && sequence[at + same] === sequence[at + period + same])
      same++
    const count = 1 + Math.floor(same / period)
    if (count > 5 && count * period > best.count * best.period) best = { period, count }
  }
  return best
}
