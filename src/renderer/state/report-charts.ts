import { useEffect, useMemo, useState } from 'react'
import type { Machine } from '../../core/machine/machine.ts'
import { isRunnable } from '../../core/model/model.ts'
import { type FileType, isFileType } from '../../core/quant/file-type.ts'
import { cliffLines, cliffSvg } from '../../core/report/cliff-svg.ts'
import type { ReportSource } from '../../core/report/report.ts'
import { type Ask, assessmentOf } from './assessments.ts'
import { untuned } from './choices.ts'
import { findModel } from './own-models.ts'
import { finishedSeries } from './use-cliff-series.ts'

type Charts = NonNullable<ReportSource['charts']>

const none: Charts = new Map()

/** The curve over the context of a report's model, of the file that its answer is for. Empty where there is no curve. */
export async function reportCharts(
  machine: Machine,
  slug: string | null,
  quant: FileType | 'auto',
  ask: Ask
): Promise<Charts> {
  const model = findModel(slug)
  if (!model || !isRunnable(model)) return none
  const { quant: taken } = assessmentOf(machine, model, quant, ask, 'page')
  if (taken === null || !isFileType(taken)) return none
  const { parallel, cacheType, tuning = untuned } = ask
  const engine = { parallel, cacheType, ...tuning }
  const series = await finishedSeries({ machine, model, quant: taken, engine })
  const svg = cliffSvg(series)
  if (svg === '') return none
  return new Map([[model.id, [{ title: 'Speed against context', svg, lines: cliffLines(series) }]]])
}

/** The same while a report is looked at; null while it is worked out. */
export function useReportCharts(
  machine: Machine,
  slug: string | null,
  quant: FileType | 'auto',
  ask: Ask
): Charts | null {
  const question = useMemo(() => ({ machine, slug, quant, ask }), [machine, slug, quant, ask])
  const [made, setMade] = useState<{ readonly of: typeof question; readonly charts: Charts } | null>(null)
  useEffect(() => {
    let left = false
    void reportCharts(machine, slug, quant, ask).then((charts) => {
      if (!left) setMade({ of: question, charts })
    })
    return () => {
      left = true
    }
  }, [question, machine, slug, quant, ask])
  return made?.of === question ? made.charts : null
}
