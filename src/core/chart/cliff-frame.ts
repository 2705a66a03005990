import type { CliffPoint, Stage } from '../fit/cliff-point.ts'
import type { Cliff, CliffSeries } from '../fit/cliff-series.ts'
import type { VerdictLevel } from '../fit/verdict.ts'
import { cliffTitle, leverWords, speedTitle, withoutLever } from './cliff-words.ts'
import { extent, placeLabels, ringRows, textWidth } from './label-places.ts'
import { contextTicks, type LogScale, logScale } from './log-scale.ts'
import { type MemoryFrame, memoryFrame } from './memory-frame.ts'
import { memoryPanels } from './memory-panels.ts'
import { type SpeedFrame, speedFrame } from './speed-frame.ts'

/** A run of contexts with one verdict, as the strip over the panels shows it. */
export interface StagePart {
  readonly stage: Stage
  readonly level: VerdictLevel
  readonly word: string
  readonly x: number
  readonly width: number
}

/** A cliff in the picture: its line from `y` down, its ring on top of it. */
export interface CliffMark {
  readonly cliff: Cliff
  readonly x: number
  /** Of the ring's middle, and of the first line of a label. */
  readonly y: number
  /** Null where numbers stand for the labels. */
  readonly label: { readonly x: number; readonly side: 'right' | 'left'; readonly width: number } | null
  readonly title: string
  readonly under: string
}

/** Everything that is drawn of a curve, in pixels; window and paper draw the same. */
export interface CliffFrame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  /** Top and bottom of what a cursor crosses. */
  readonly top: number
  readonly bottom: number
  readonly scale: LogScale
  readonly marks: readonly CliffMark[]
  /** Whether the marks carry numbers, for want of room for their labels. */
  readonly numbered: boolean
  readonly strip: { readonly y: number; readonly height: number; readonly parts: readonly StagePart[] }
  readonly memory: readonly MemoryFrame[]
  readonly speed: SpeedFrame
  readonly speedTitle: string
  readonly ticks: readonly { readonly x: number; readonly context: number }[]
}

/** Width from which labels may stand at their lines; below it they are numbered. */
const labelled = 480
const labelRow = 44
const ringRow = 20
const stripHeight = 20
/** Room above a panel for its name. */
const headroom = 26
const gutter = 36
const axis = 24

export function cliffFrame(series: CliffSeries, width: number): CliffFrame {
  const narrow = width < labelled
  const [left, right] = [gutter, width - 14]
  const { start, end, points } = series
  const scale = logScale(start, end, left, right)
  const { marks, numbered, height: band } = marksOf(series, scale, { left, right: width, narrow })
  const strip = { y: band, height: stripHeight, parts: stageParts(points, scale, right) }
  let y = band + stripHeight
  const panelHeight = narrow ? 72 : 88
  const memory = memoryPanels(points).map((panel) => {
    const frame = memoryFrame(panel, scale, y + headroom, panelHeight)
    y += headroom + panelHeight
    return frame
  })
  const speed = speedFrame(series, scale, y + headroom, narrow ? 120 : 150)
  const bottom = speed.top + speed.height
  return {
    width,
    height: bottom + axis,
    left,
    right,
    top: band,
    bottom,
    scale,
    marks,
    numbered,
    strip,
    memory,
    speed,
    speedTitle: speedTitle(series, narrow),
    ticks: contextTicks(start, end, scale, 40).map((context) => ({ x: scale.at(context), context }))
  }
}

function marksOf(
  series: CliffSeries,
  scale: LogScale,
  { left, right, narrow }: { readonly left: number; readonly right: number; readonly narrow: boolean }
): { readonly marks: readonly CliffMark[]; readonly numbered: boolean; readonly height: number } {
  const marks = series.cliffs.map((cliff) => {
    const title = cliffTitle(cliff, series)
    const under = cliff.lever ? leverWords(cliff.lever) : withoutLever(cliff)
    const words = 16 + Math.max(textWidth(title, 12.5), textWidth(under, 12))
    return { cliff, x: scale.at(cliff.contextTokens), title, under, width: words }
  })
  if (marks.length === 0) return { marks: [], numbered: false, height: 0 }
  const places = narrow ? null : placeLabels(marks, { left: Math.min(left, 0), right, rows: 3 })
  const rows =
    places?.map(({ row }) => row) ??
    ringRows(
      marks.map(({ x }) => x),
      ringRow
    )
  const height = places ? labelRow : ringRow
  return {
    marks: marks.map(({ width, ...mark }, index) => {
      const side = places?.[index]?.side
      const label = side && { side, width, x: extent({ x: mark.x, width }, side)[0] }
      return { ...mark, label: label ?? null, y: 10 + (rows[index] ?? 0) * height }
    }),
    numbered: places === null,
    height: (1 + Math.max(...rows)) * height + 2
  }
}

/** Runs of one verdict; one ends where the next begins, the last at the end of the axis. */
function stageParts(points: readonly CliffPoint[], scale: LogScale, right: number): readonly StagePart[] {
  const starts = points.filter((point, index) => point.verdict.word !== points[index - 1]?.verdict.word)
  return starts.map(({ stage, verdict, contextTokens }, index) => {
    const x = scale.at(contextTokens)
    const next = starts[index + 1]
    const to = next ? scale.at(next.contextTokens) : right
    return { stage, level: verdict.level, word: verdict.word, x, width: Math.max(0, to - x) }
  })
}
