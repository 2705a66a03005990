import type { HeldOut } from './cross-validate.ts'

/** Values by a key, in the order in which the keys first come. */
export function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group) group.push(value)
    else groups.set(key, [value])
  }
  return groups
}

export function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const place = (sorted.length - 1) * at
  const low = sorted[Math.floor(place)] ?? Number.NaN
  const high = sorted[Math.ceil(place)] ?? Number.NaN
  return low + (high - low) * (place - Math.floor(place))
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

export interface Quality {
  readonly rows: number
  readonly devices: number
  /** Median absolute error of predicted over measured, and shares of rows within a quarter and a half: means of the splits. */
  readonly medianError: number
  readonly within25: number
  readonly within50: number
}

const errorOf = ({ residual }: HeldOut): number => Math.abs(Math.exp(-residual) - 1)

/** Null when no split holds a row. */
export function qualityOf(rows: readonly HeldOut[]): Quality | null {
  if (rows.length === 0) return null
  const splits = [...groupBy(rows, ({ split }) => String(split)).values()].map((each) => each.map(errorOf))
  const share = (limit: number) => (errors: readonly number[]) =>
    errors.filter((error) => error <= limit).length / errors.length
  return {
    rows: new Set(rows.map(({ equation }) => equation)).size,
    devices: new Set(rows.map(({ equation }) => equation.resolved.row.device)).size,
    medianError: mean(splits.map(median)),
    within25: mean(splits.map(share(0.25))),
    within50: mean(splits.map(share(0.5)))
  }
}
