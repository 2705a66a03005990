import { type KeyboardEvent, type PointerEvent, type ReactElement, useId, useState } from 'react'
import type { CliffFrame } from '../../../../core/chart/cliff-frame.ts'
import { pointWords } from '../../../../core/chart/cliff-words.ts'
import { grouped, tokens } from '../../../../core/format.ts'
import type { CliffPoint } from '../../../../core/fit/cliff-point.ts'
import type { CliffSeries } from '../../../../core/fit/cliff-series.ts'
import { MarkLines } from './cliff-marks.tsx'
import { cliffStops, nearestStop, stopForKey } from './cliff-stops.ts'
import { MemoryPanel } from './memory-panel.tsx'
import { SpeedPanel } from './speed-panel.tsx'
import { StageStrip } from './stage-strip.tsx'

export interface PlotProps {
  readonly series: CliffSeries
  readonly frame: CliffFrame
  /** The context of the page, with its answer. */
  readonly current: CliffPoint
  /** The context under the cursor; null: none. */
  readonly hovered: number | null
  readonly onHover: (contextTokens: number | null) => void
  readonly onMove: (contextTokens: number) => void
  /** Whether the point is being moved: the curve stays of the same file as long. */
  readonly onHold: (held: boolean) => void
}

/** The picture, and the point on it that is the page's context: a slider for pointer and keys. */
export function CliffPlot(props: PlotProps): ReactElement {
  const { series, frame, hovered, onHover, onMove, onHold } = props
  const { width, height, left, right, top, bottom, scale } = frame
  const [dragging, setDragging] = useState(false)
  const pattern = useId()
  const stops = cliffStops(series)
  const stopUnder = (event: PointerEvent<SVGSVGElement>): number =>
    nearestStop(stops, event.clientX - event.currentTarget.getBoundingClientRect().left, scale.at)
  const drop = (): void => {
    setDragging(false)
    onHold(false)
  }
  return (
    <svg
      className="cliff-plot"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setDragging(true)
        onHold(true)
        onHover(null)
        onMove(stopUnder(event))
        // The keys go on from where the pointer left off.
        event.currentTarget.querySelector<SVGElement>('[role=slider]')?.focus({ preventScroll: true })
        event.preventDefault()
      }}
      onPointerMove={(event) => {
        if (dragging) onMove(stopUnder(event))
        else if (event.pointerType === 'mouse') onHover(stopUnder(event))
      }}
      onPointerUp={drop}
      onPointerCancel={drop}
      onPointerLeave={() => onHover(null)}
    >
      <defs>
        <pattern
          id={pattern}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <path className="cliff-hatch" d="M0 0v6" />
        </pattern>
      </defs>
      <rect className="cliff-hit" x={0} y={top} width={width} height={bottom - top} />
      <g aria-hidden="true">
        <StageStrip strip={frame.strip} />
        {frame.memory.map((panel) => (
          <MemoryPanel key={panel.top} panel={panel} left={left} right={right} pattern={pattern} />
        ))}
        <SpeedPanel panel={frame.speed} title={frame.speedTitle} left={left} right={right} />
        {frame.ticks.map(({ x, context }) => (
          <text key={context} className="cliff-tick" x={x} y={bottom + 17} textAnchor="middle">
            {tokens(context)}
          </text>
        ))}
        <MarkLines frame={frame} />
        <ComparedName frame={frame} />
        {hovered !== null && <path className="cliff-cursor" d={`M${scale.at(hovered)} ${top}V${bottom}`} />}
      </g>
      <Handle {...props} stops={stops} />
    </svg>
  )
}

/** What the dashed line is, over the right end of the speeds. */
function ComparedName({ frame: { speed, right } }: { readonly frame: CliffFrame }): ReactElement | null {
  if (!speed.compared) return null
  return (
    <>
      <path className="cliff-compared" d={`M${right - speed.compared.width} ${speed.top - 12}h20`} />
      <text className="cliff-name" x={right} y={speed.top - 8} textAnchor="end">
        {speed.compared.name}
      </text>
    </>
  )
}

/** The current point: on the line of speeds, or at the foot where there is no speed. */
function Handle({
  series: { start, end, question },
  frame: { scale, speed, top, bottom },
  current,
  stops,
  onMove,
  onHold
}: PlotProps & { readonly stops: readonly number[] }): ReactElement {
  const { contextTokens } = current
  const within = Math.min(end, Math.max(start, contextTokens))
  const x = scale.at(within)
  const y = current.speed.known && speed.height > 0 ? speed.at(current.speed.decode.likely) : bottom
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const to = stopForKey(event.key, stops, contextTokens)
    if (to === null) return
    event.preventDefault()
    onHold(true)
    onMove(to)
  }
  return (
    <g
      role="slider"
      tabIndex={0}
      className="cliff-handle"
      aria-label={`Context of ${question.model.name} as ${question.quant}`}
      aria-orientation="horizontal"
      aria-valuemin={start}
      aria-valuemax={end}
      aria-valuenow={within}
      aria-valuetext={`${grouped(contextTokens)} tokens: ${pointWords(current)}`}
      onKeyDown={press}
      onBlur={() => onHold(false)}
    >
      <path className="cliff-handle-line" d={`M${x} ${top}V${bottom}`} />
      <circle className="cliff-handle-focus" cx={x} cy={y} r={12} />
      <circle className="cliff-handle-point" cx={x} cy={y} r={6.5} />
    </g>
  )
}
