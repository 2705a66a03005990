import { type ReactElement, useMemo, useState } from 'react'
import { catalogVersion } from '../../catalog/catalog.ts'
import type { HostApi } from '../../contract/api.ts'
import { rankAssessments } from '../../core/fit/rank.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { buildReport } from '../../core/report/build.ts'
import { renderReport, type ReportFormat, reportFormats } from '../../core/report/render.ts'
import type { Report } from '../../core/report/report.ts'
import { assessmentOf } from '../state/assessments.ts'
import { useChoices } from '../state/choices.ts'
import { allModels } from '../state/own-models.ts'
import { sentenceOf } from '../state/machine-reading.ts'
import { useAsk } from '../state/use-ask.ts'
import { useListAssessments } from '../state/use-list-assessments.ts'
import { DocumentPreview } from './report/document-preview.tsx'

const formatNames: Record<ReportFormat, string> = { md: 'Markdown', html: 'HTML', json: 'JSON', csv: 'CSV' }

/** The report on this machine, its list, and the model that was looked at last. Made when the view is opened. */
function useReport(machine: Machine): { readonly report: Report; readonly waiting: number } {
  const latest = useAsk()
  const { assessments, ask, waiting } = useListAssessments(machine, latest)
  const slug = useChoices((state) => state.model)
  const quant = useChoices((state) => state.quant)
  const [openedAt] = useState(() => new Date().toISOString())
  const report = useMemo(
    () =>
      buildReport({
        machine,
        list: rankAssessments(assessments),
        selected: allModels()
          .filter((model) => model.slug === slug)
          .map((model) => assessmentOf(machine, model, quant, ask, 'page')),
        generatedAt: openedAt,
        catalogVersion
      }),
    [machine, assessments, ask, slug, quant, openedAt]
  )
  return { report, waiting }
}

export function ReportView({
  machine,
  host
}: {
  readonly machine: Machine
  readonly host: HostApi
}): ReactElement {
  const { report, waiting } = useReport(machine)
  const [outcome, setOutcome] = useState<string | null>(null)
  const save = async (format: ReportFormat): Promise<void> => {
    setOutcome(null)
    try {
      const saved = await host.saveReport({
        name: `plimsoll-report.${format}`,
        text: renderReport(report, format)
      })
      setOutcome(saved.saved ? `Saved: ${saved.where}.` : 'Not saved: the dialog was closed.')
    } catch (error) {
      setOutcome(`Not saved. ${sentenceOf(error)}`)
    }
  }
  const [selected] = report.source.selected
  return (
    <>
      <h1>Report</h1>
      <p className="answer">
        {selected
          ? `This machine, ${selected.model.name} in full, and the whole list, with everything another person needs to get the same figures.`
          : 'This machine and the whole list. Open a model first to have it in the report in full.'}
      </p>
      <div className="formats" role="group" aria-label="Save as">
        <span aria-hidden="true">Save as</span>
        {reportFormats.map((format) => (
          <button
            key={format}
            type="button"
            className="button"
            disabled={waiting > 0}
            onClick={() => void save(format)}
          >
            {formatNames[format]}
          </button>
        ))}
        <span role="status">{waiting > 0 ? `Working out ${waiting} more models…` : outcome}</span>
      </div>
      <DocumentPreview document={report.document} />
    </>
  )
}
