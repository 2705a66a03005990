import { type ReactElement, useMemo, useState } from 'react'
import type { HostApi } from '../../contract/api.ts'
import type { Assessment } from '../../core/fit/assessment.ts'
import { rankAssessments } from '../../core/fit/rank.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { buildReport } from '../../core/report/build.ts'
import { type SavedFormat, savedFormats } from '../../core/report/formats.ts'
import { Segmented } from '../parts/segmented.tsx'
import { choose, useChoices } from '../state/choices.ts'
import { useModel } from '../state/own-models.ts'
import { useReportCharts } from '../state/report-charts.ts'
import { reportSource } from '../state/report-source.ts'
import { formatNames } from '../state/save-report.ts'
import { useAsk, useModelAsk } from '../state/use-ask.ts'
import { useListAssessments } from '../state/use-list-assessments.ts'
import { useWhere } from '../state/where.ts'
import { OpenReport } from './report/open-report.tsx'
import { Preview } from './report/preview.tsx'
import { SaveBar } from './report/save-bar.tsx'

interface Props {
  readonly machine: Machine
  readonly host: HostApi
}

const nothing: readonly Assessment[] = []

/**
 * The report of what is on screen: the model that was looked at last, the machine, and the whole list where it is
 * wanted. What is shown is what is saved.
 */
export function ReportView({ machine, host }: Props): ReactElement {
  const slug = useChoices((state) => state.model)
  const model = useModel(slug)
  const where = useWhere(machine)
  const [whole, setWhole] = useState(false)
  return (
    <>
      <h1>Report</h1>
      <p className="answer">
        {model
          ? `${model.name} on ${where}, with everything another person needs to get the same figures.`
          : `The list of what ${where} carries. Open a model first to have it in the report in full.`}
      </p>
      <div className="report-strip">
        <FormatChoice />
        {model && (
          <Segmented
            label="Contents"
            options={['model', 'list']}
            value={whole ? 'list' : 'model'}
            onChange={(contents) => setWhole(contents === 'list')}
            name={(contents) => (contents === 'list' ? 'And the whole list' : 'This model')}
          />
        )}
        <OpenReport />
      </div>
      {whole || !model ? (
        <WholeList machine={machine} host={host} />
      ) : (
        <Shown machine={machine} host={host} list={nothing} waiting={0} />
      )}
    </>
  )
}

function FormatChoice(): ReactElement {
  return (
    <Segmented
      label="Save as"
      options={savedFormats}
      value={useFormat()}
      onChange={(format) => choose({ reportFormat: format })}
      name={(format) => formatNames[format]}
    />
  )
}

const useFormat = (): SavedFormat => useChoices((state) => state.reportFormat ?? 'html')

function WholeList({ machine, host }: Props): ReactElement {
  const { assessments, waiting } = useListAssessments(machine, useAsk())
  const list = useMemo(() => rankAssessments(assessments), [assessments])
  return <Shown machine={machine} host={host} list={list} waiting={waiting} />
}

function Shown({
  machine,
  host,
  list,
  waiting
}: Props & { readonly list: readonly Assessment[]; readonly waiting: number }): ReactElement {
  const slug = useChoices((state) => state.model)
  const quant = useChoices((state) => state.quant)
  const format = useFormat()
  const ask = useModelAsk()
  const [openedAt] = useState(() => new Date().toISOString())
  const charts = useReportCharts(machine, slug, quant, ask)
  const report = useMemo(
    () => buildReport(reportSource(machine, { slug, quant, ask, list, ...(charts && { charts }) }, openedAt)),
    [machine, list, slug, quant, ask, openedAt, charts]
  )
  return (
    <>
      <SaveBar host={host} report={report} format={format} waiting={waiting} drawing={charts === null} />
      <Preview report={report} format={format} />
    </>
  )
}
