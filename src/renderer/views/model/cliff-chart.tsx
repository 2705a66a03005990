import { type ReactElement, useMemo, useRef, useState } from 'react'
import { cliffFrame } from '../../../core/chart/cliff-frame.ts'
import { withoutCliff } from '../../../core/chart/cliff-words.ts'
import type { CliffLever } from '../../../core/fit/cliff-levers.ts'
import type { CliffQuestion } from '../../../core/fit/cliff-point.ts'
import type { CliffSeries } from '../../../core/fit/cliff-series.ts'
import { contextWithin } from '../../../core/fit/context-limit.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import type { RunnableModel } from '../../../core/model/model.ts'
import { type FileType, isFileType } from '../../../core/quant/file-type.ts'
import { Legend } from '../../parts/legend.tsx'
import type { Ask } from '../../state/assessments.ts'
import { choose, untuned } from '../../state/choices.ts'
import { useCliffSeries } from '../../state/use-cliff-series.ts'
import { useWidth } from '../../state/use-width.ts'
import { applyLever } from './cliff/apply-lever.ts'
import { MarkLabels, MarkList } from './cliff/cliff-marks.tsx'
import { CliffPlot } from './cliff/cliff-plot.tsx'
import { CliffReading } from './cliff/cliff-reading.tsx'
import { pointAt } from './cliff/cliff-stops.ts'
import { CliffTable } from './cliff/cliff-table.tsx'

export interface CliffChartProps {
  readonly machine: Machine
  readonly model: RunnableModel
  /** What the page answers for: the curve is of this one file. */
  readonly quant: string | null
  readonly ask: Ask
}

/** Memory and speed over the context, and where they fall. Nothing where no file was chosen: there is no curve then. */
export function CliffChart({ quant, ...props }: CliffChartProps): ReactElement | null {
  return quant !== null && isFileType(quant) ? (
    <CliffCard key={props.model.id} {...props} quant={quant} />
  ) : null
}

/** The question without its context, the same object as long as nothing else in it changes. */
function useQuestion(machine: Machine, model: RunnableModel, quant: FileType, ask: Ask): CliffQuestion {
  const { parallel, cacheType, tuning = untuned } = ask
  return useMemo(
    () => ({ machine, model, quant, engine: { parallel, cacheType, ...tuning } }),
    [machine, model, quant, parallel, cacheType, tuning]
  )
}

function CliffCard({
  machine,
  model,
  quant,
  ask
}: CliffChartProps & { readonly quant: FileType }): ReactElement {
  const question = useQuestion(machine, model, quant, ask)
  // While the point is moved the best file may change with the context: the curve under the hand does not.
  const [held, setHeld] = useState<CliffQuestion | null>(null)
  const asked = held ?? question
  const series = useCliffSeries(asked)
  return (
    <section className="card cliff-card" aria-label="Speed against context">
      <div className="card-head">
        <h2>
          Speed against context, and where it falls{' '}
          <span className="quiet">as {series?.question.quant ?? quant}</span>
        </h2>
        <small role="status">{series?.complete === true ? '' : 'Working out the curve…'}</small>
      </div>
      {series && series.points.length > 1 && (
        <Curve
          series={series}
          context={contextWithin(model, ask.contextTokens)}
          onHold={(hold) => setHeld(hold ? asked : null)}
        />
      )}
      {series !== null && series.problem !== null && <p className="cliff-problem">{series.problem}</p>}
    </section>
  )
}

function Curve({
  series,
  context,
  onHold
}: {
  readonly series: CliffSeries
  readonly context: number
  readonly onHold: (held: boolean) => void
}): ReactElement | null {
  const [ref, width] = useWidth<HTMLDivElement>()
  const picture = useRef<HTMLDivElement>(null)
  const [hovered, setHovered] = useState<number | null>(null)
  const frame = useMemo(() => (width === 0 ? null : cliffFrame(series, width)), [series, width])
  const current = useMemo(() => pointAt(series, context), [series, context])
  const read = useMemo(
    () => (hovered === null ? current : pointAt(series, hovered)),
    [series, hovered, current]
  )
  const none = withoutCliff(series)
  const pull = (lever: CliffLever): void => {
    applyLever(lever, series.question)
    // The button goes with its cliff; the keys stay with the chart.
    picture.current?.querySelector<SVGElement>('[role=slider]')?.focus({ preventScroll: true })
  }
  return (
    <>
      {read && <CliffReading point={read} />}
      <div className="cliff-width" ref={ref}>
        {frame && current && (
          <div className="cliff-picture" ref={picture}>
            <CliffPlot
              series={series}
              frame={frame}
              current={current}
              hovered={hovered}
              onHover={setHovered}
              onMove={(contextTokens) => choose({ contextTokens })}
              onHold={onHold}
            />
            {!frame.numbered && <MarkLabels frame={frame} onPull={pull} />}
            {frame.numbered && <MarkList frame={frame} onPull={pull} />}
          </div>
        )}
      </div>
      {series.complete && none !== null && <p className="cliff-problem">{none}</p>}
      <Legend />
      <CliffTable series={series} />
    </>
  )
}
