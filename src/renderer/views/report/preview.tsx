import { type ReactElement, useMemo } from 'react'
import type { SavedFormat } from '../../../core/report/formats.ts'
import { renderReport } from '../../../core/report/render.ts'
import type { Report } from '../../../core/report/report.ts'
import { CardPreview } from './card-preview.tsx'
import { PaperPreview } from './paper-preview.tsx'
import { TextPreview } from './text-preview.tsx'

/** What will be saved: the page as it looks, a text as it stands, the card as the picture it is. */
export function Preview({
  report,
  format
}: {
  readonly report: Report
  readonly format: SavedFormat
}): ReactElement | null {
  const text = useMemo(
    () => (format === 'png' ? '' : renderReport(report, format === 'pdf' ? 'html' : format)),
    [report, format]
  )
  if (format === 'png') return <CardPreview report={report} />
  if (format === 'html' || format === 'pdf') return <PaperPreview html={text} title={report.document.title} />
  return <TextPreview key={format} text={text} />
}
