import type { CliffPoint } from '../fit/cliff-point.ts'
import type { CliffSeries } from '../fit/cliff-series.ts'
import type { Rate } from '../speed/speed.ts'
import { linearTicks } from './linear-ticks.ts'
import { textWidth } from './label-places.ts'
import type { LogScale } from './log-scale.ts'
import { areaPath, linePath, type Place } from './path.ts'

/** Tokens per second over the context, as paths in pixels. */
export interface SpeedFrame {
  readonly top: number
  /** 0 where no speed is known at any context: there is nothing to draw. */
  readonly height: number
  readonly band: string
  readonly line: string
  /** The same with a smaller cache, where it differs; null where it does not. */
  readonly compared: {
    readonly d: string
    readonly name: string
    /** Room for the name and a piece of its line, right of the panel's name. */
    readonly width: number
  } | null
  readonly ticks: readonly { readonly y: number; readonly rate: number }[]
  /** Height of a speed. */
  readonly at: (tokensPerSecond: number) => number
}

/** Speeds that differ by less are one line. */
const differs = 0.03

export function speedFrame(
  { points, compared }: CliffSeries,
  scale: LogScale,
  top: number,
  most: number
): SpeedFrame {
  const rates = [...points, ...(compared?.points ?? [])].flatMap(({ speed }) =>
    speed.known ? [speed.decode.high] : []
  )
  const height = rates.length === 0 ? 0 : most
  const fastest = Math.max(0, ...rates)
  const ticks = height === 0 ? [] : linearTicks(fastest, 4)
  const at = (rate: number): number => top + height - (fastest === 0 ? 0 : rate / fastest) * height
  const places = (of: readonly CliffPoint[], end: keyof Rate): readonly Place[] =>
    of.map(({ contextTokens, speed }) =>
      speed.known ? [scale.at(contextTokens), at(speed.decode[end])] : null
    )
  return {
    top,
    height,
    at,
    band: areaPath(places(points, 'high'), places(points, 'low')),
    line: linePath(places(points, 'likely')),
    compared: compared ? comparedLine(points, compared, (of) => places(of, 'likely')) : null,
    ticks: ticks.map((rate) => ({ y: at(rate), rate }))
  }
}

/** From the last point where both are alike on. */
function comparedLine(
  points: readonly CliffPoint[],
  { points: others, cacheType }: NonNullable<CliffSeries['compared']>,
  places: (of: readonly CliffPoint[]) => readonly Place[]
): SpeedFrame['compared'] {
  const rateAt = new Map(points.map((point) => [point.contextTokens, likely(point)]))
  const first = others.findIndex((other) => {
    const [here, there] = [rateAt.get(other.contextTokens) ?? 0, likely(other)]
    return Math.abs(there - here) > differs * Math.max(here, there)
  })
  if (first === -1) return null
  const drawn = places(others.slice(Math.max(0, first - 1)))
  const name = `with cache ${cacheType}`
  return { d: linePath(drawn), name, width: 26 + textWidth(name, 12) }
}

const likely = ({ speed }: CliffPoint): number => (speed.known ? speed.decode.likely : 0)
