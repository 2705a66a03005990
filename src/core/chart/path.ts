/** A place in a picture, in pixels; null where there is nothing to draw. */
export type Place = readonly [x: number, y: number] | null

/** A tenth of a pixel: enough for any screen, and the same text on every machine. */
export const pixel = (n: number): string => String(Math.round(n * 10) / 10)

const pair = ([x, y]: readonly [number, number]): string => `${pixel(x)} ${pixel(y)}`

/** A line through places, broken where there is none; one place alone is a short stroke, so that it is seen. */
export function linePath(places: readonly Place[]): string {
  return unbroken(places)
    .map((run) => {
      const [first] = run
      if (first && run.length === 1) return `M${pair(first)}h1`
      return `M${run.map(pair).join('L')}`
    })
    .join('')
}

/** The surface between two lines with the same `x`, broken where either is. */
export function areaPath(upper: readonly Place[], lower: readonly Place[]): string {
  const both = upper.map((place, index) => {
    const below = lower[index]
    return place && below ? ([place, below] as const) : null
  })
  return unbroken(both)
    .map((run) => {
      const top = run.map(([place]) => pair(place)).join('L')
      const back = run.map(([, below]) => pair(below)).reverse()
      return `M${top}L${back.join('L')}Z`
    })
    .join('')
}

/** Runs of what is there. */
function unbroken<T>(row: readonly (T | null)[]): readonly (readonly T[])[] {
  const runs: T[][] = []
  let open: T[] | null = null
  for (const each of row) {
    if (each === null) open = null
    else if (open) open.push(each)
    else runs.push((open = [each]))
  }
  return runs
}
