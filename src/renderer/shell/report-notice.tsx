import type { ReactElement } from 'react'
import { useReportMachine } from '../state/report-machine.ts'
import { backToThis } from '../state/stand-in.ts'

/** Says, in every view, that figures are of a report's machine and not of this one, with the way back. */
export function ReportNotice(): ReactElement | null {
  const opened = useReportMachine()
  if (!opened) return null
  return (
    <div className="notice report-notice" role="status">
      <div>
        <p>{opened.from}</p>
        {opened.remarks.length > 0 && (
          <ul>
            {opened.remarks.map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        )}
      </div>
      <button type="button" className="button" onClick={backToThis}>
        Back to this machine
      </button>
    </div>
  )
}
