/** One measured figure, with what it is meant to stay under. */
export interface Row {
  readonly name: string
  readonly milliseconds: number
  /** Milliseconds; null where nothing was promised. */
  readonly limit: number | null
}

/** By the beginning of the name. */
const limits: readonly (readonly [start: string, milliseconds: number])[] = [
  ['estimate', 0.005],
  ['plan:', 0.05],
  ['list:', 50],
  ['catalogue, planned', 250],
  ['check', 150],
  ['a thousand', 1000]
]

export const rows = (measured: Readonly<Record<string, number>>): Row[] =>
  Object.entries(measured).map(([name, milliseconds]) => ({
    name,
    milliseconds,
    limit: limits.find(([start]) => name.startsWith(start))?.[1] ?? null
  }))
