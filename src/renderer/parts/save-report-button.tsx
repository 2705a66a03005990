import { type ReactElement, useState } from 'react'
import type { HostApi } from '../../contract/api.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { connectedHost } from '../host/connect.ts'
import { choices } from '../state/choices.ts'
import { sentenceOf } from '../state/sentence-of.ts'

/** Saves the model on screen, with this machine and this question, as one HTML page. */
async function saveModel(host: HostApi, machine: Machine): Promise<string> {
  const [{ buildReport }, { reportCharts }, { reportSource }, { saveAs }] = await Promise.all([
    import('../../core/report/build.ts'),
    import('../state/report-charts.ts'),
    import('../state/report-source.ts'),
    import('../state/save-report.ts')
  ])
  const { model: slug, quant, contextTokens, parallel, cacheType, tuning } = choices.getState()
  const ask = { contextTokens, parallel, cacheType, tuning }
  const shown = { slug, quant, ask, list: [], charts: await reportCharts(machine, slug, quant, ask) }
  return saveAs(host, buildReport(reportSource(machine, shown, new Date().toISOString())), 'html')
}

/** One press: the report of the model on screen, as HTML. The other formats are in the report view. */
export function SaveReportButton({ machine }: { readonly machine: Machine }): ReactElement {
  const [said, setSaid] = useState<string | null>(null)
  const press = (): void => {
    setSaid('Working out the report…')
    saveModel(connectedHost(), machine).then(setSaid, (error: unknown) =>
      setSaid(`Not saved. ${sentenceOf(error)}`)
    )
  }
  return (
    <div className="save-model">
      <button type="button" className="button" data-saves="report" aria-keyshortcuts="s" onClick={press}>
        Save as HTML <kbd aria-hidden="true">s</kbd>
      </button>
      <span role="status">{said}</span>
    </div>
  )
}
