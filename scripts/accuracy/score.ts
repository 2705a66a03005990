import type { Bill, Compared } from './rows.ts'

export interface Score {
  readonly name: string
  readonly count: number
  readonly equal: number
  readonly within1: number
  readonly within5: number
  /** Largest error either way, as a share. */
  readonly worst: number
}

const mib = 2 ** 20

const errorOf = (got: number | null, want: number): number =>
  got === null ? Infinity : got === want ? 0 : want === 0 ? Infinity : Math.abs(got - want) / want

/** How well one term of many devices is met; `slack` bytes are forgiven in the 5 % column. */
export function score(
  name: string,
  rows: readonly Compared[],
  term: (bill: Bill) => number,
  slack = 0
): Score {
  let [count, equal, within1, within5, worst] = [0, 0, 0, 0, 0]
  for (const { want, got } of rows) {
    const wanted = term(want)
    const have = got && term(got)
    const error = errorOf(have, wanted)
    count++
    if (error === 0) equal++
    if (error <= 0.01) within1++
    if (error <= 0.05 || (have !== null && Math.abs(have - wanted) <= slack)) within5++
    worst = Math.max(worst, error)
  }
  return { name, count, equal, within1, within5, worst }
}

export const computeSlack = 8 * mib
export const sumOf = ({ weights, context, compute }: Bill): number => weights + context + compute
/** Devices that hold nothing say nothing. */
export const active = (rows: readonly Compared[]): Compared[] =>
  rows.filter(({ want, got }) => sumOf(want) > 0 || (got !== null && sumOf(got) > 0))
