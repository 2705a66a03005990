import { type ReactElement, useEffect, useRef, useState } from 'react'
import type { HostApi } from '../../../contract/api.ts'
import type { SavedFormat } from '../../../core/report/formats.ts'
import type { Report } from '../../../core/report/report.ts'
import { fileNameOf, formatNames, saveAs } from '../../state/save-report.ts'
import { CopyReport } from './copy-report.tsx'

/** What each format is for, and what happens when it is saved here. */
function about(format: SavedFormat): string {
  switch (format) {
    case 'html':
      return 'One self-contained page: no scripts, nothing loaded.'
    case 'pdf':
      return window.host
        ? 'The page below, laid out on A4.'
        : 'A browser lays out a PDF itself: its print dialog opens with this paper alone; choose “Save as PDF” there.'
    case 'md':
      return 'Markdown, as on GitHub.'
    case 'json':
      return 'Everything asked and answered; opened here again, it brings this state back.'
    case 'csv':
      return 'One row per model and device, sizes in bytes.'
    case 'png':
      return 'A picture of 1200 × 630 to post.'
  }
}

interface Props {
  readonly host: HostApi
  readonly report: Report
  readonly format: SavedFormat
  /** Models of the list that are still being worked out. */
  readonly waiting: number
  /** The curve over the context is still being worked out. */
  readonly drawing: boolean
}

export function SaveBar({ host, report, format, waiting, drawing }: Props): ReactElement {
  const [said, setSaid] = useState<{ readonly of: SavedFormat; readonly sentence: string } | null>(null)
  // A press before the report is whole is not lost: it is answered as soon as it is.
  const [asked, setAsked] = useState<SavedFormat | null>(null)
  const underway = useRef(false)
  const lacksModel = format === 'png' && report.source.selected.length === 0
  const whole = waiting === 0 && !drawing
  const saving = asked !== null && whole
  useEffect(() => {
    if (asked === null || !whole || underway.current) return
    underway.current = true
    void saveAs(host, report, asked).then((sentence) => {
      underway.current = false
      setSaid({ of: asked, sentence })
      setAsked(null)
    })
  }, [asked, whole, host, report])
  const press = (): void => {
    setSaid(null)
    setAsked(format)
  }
  const status = ((): string | null => {
    if (lacksModel) return 'A card is about one model: open one from the list first.'
    const then = asked === null ? '' : ` ${formatNames[asked]} is saved as soon as it is there.`
    if (waiting > 0) return `Working out ${waiting} more models…${then}`
    if (drawing) return `Working out the curve over the context…${then}`
    if (saving) return asked === 'pdf' ? 'Laying out the PDF…' : 'Saving…'
    return said?.of === format ? said.sentence : null
  })()
  return (
    <div className="save-bar">
      <button
        type="button"
        className="button save"
        data-saves="report"
        aria-keyshortcuts="s"
        disabled={saving || lacksModel}
        onClick={press}
      >
        {format === 'pdf' && !window.host ? 'Print as PDF' : `Save ${formatNames[format]}`}{' '}
        <kbd aria-hidden="true">s</kbd>
      </button>
      {format !== 'pdf' && format !== 'html' && !lacksModel && <CopyReport report={report} format={format} />}
      <p className="save-about">
        <span className="file-name">{fileNameOf(report, format)}</span> {about(format)}
      </p>
      <p role="status" className="save-status">
        {status}
      </p>
    </div>
  )
}
