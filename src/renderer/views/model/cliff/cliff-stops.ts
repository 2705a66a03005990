import { type CliffPoint, readPoint } from '../../../../core/fit/cliff-point.ts'
import type { CliffSeries } from '../../../../core/fit/cliff-series.ts'
import { sampledContexts } from '../../../../core/fit/cliffs.ts'

/** Contexts that the point moves over: four to each doubling, and both sides of every cliff. */
export function cliffStops({ start, end, points }: CliffSeries): readonly number[] {
  const contexts = [...sampledContexts(start, end), ...points.map(({ contextTokens }) => contextTokens)]
  return [...new Set(contexts)].sort((a, b) => a - b)
}

/** The stop nearest to a pixel; of two alike the shorter context. */
export function nearestStop(stops: readonly number[], x: number, at: (context: number) => number): number {
  return stops.reduce(
    (best, stop) => (Math.abs(at(stop) - x) < Math.abs(at(best) - x) ? stop : best),
    stops[0] ?? 0
  )
}

/** Where a key of a slider leads from a context; null for any other key. */
export function stopForKey(key: string, stops: readonly number[], context: number): number | null {
  const up = (to: number): number => stops.find((stop) => stop >= to) ?? stops.at(-1) ?? context
  const down = (to: number): number => stops.findLast((stop) => stop <= to) ?? stops[0] ?? context
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return up(context + 1)
    case 'ArrowLeft':
    case 'ArrowDown':
      return down(context - 1)
    case 'PageUp':
      return up(context * 2)
    case 'PageDown':
      return down(context / 2)
    case 'Home':
      return stops[0] ?? context
    case 'End':
      return stops.at(-1) ?? context
    default:
      return null
  }
}

/** The answer at a context: from the curve where it is one of its points, else asked for. */
export function pointAt(series: CliffSeries, contextTokens: number): CliffPoint | null {
  const drawn = series.points.find((point) => point.contextTokens === contextTokens)
  if (drawn) return drawn
  const read = readPoint(series.question, contextTokens)
  return read.ok ? read.value : null
}
