import type { HostApi, ReportFile } from '../../contract/api.ts'
import type { SavedFormat } from '../../core/report/formats.ts'
import { renderReport } from '../../core/report/render.ts'
import type { Report } from '../../core/report/report.ts'
import { reportName } from '../../core/report/reproduce.ts'
import { sentenceOf } from './sentence-of.ts'

export const formatNames: Record<SavedFormat, string> = {
  html: 'HTML',
  pdf: 'PDF',
  md: 'Markdown',
  json: 'JSON',
  csv: 'CSV',
  png: 'Card'
}

export const fileNameOf = ({ source }: Report, format: SavedFormat): string =>
  `${reportName(source.selected.map(({ model }) => model))}.${format}`

/** The file of a report. @throws Error with a sentence where the picture cannot be drawn */
export async function fileOf(report: Report, format: SavedFormat): Promise<ReportFile> {
  const name = fileNameOf(report, format)
  if (format === 'pdf') return { name, page: renderReport(report, 'html') }
  if (format !== 'png') return { name, text: renderReport(report, format) }
  const { cardPicture } = await import('../views/report/card-picture.ts')
  return { name, base64: (await cardPicture(report)).base64 }
}

/** Saves and says how that went, as a sentence. Never rejects. */
export async function saveAs(host: HostApi, report: Report, format: SavedFormat): Promise<string> {
  try {
    const outcome = await host.saveReport(await fileOf(report, format))
    if (outcome.saved) return `Saved: ${outcome.where}.`
    return outcome.reason === 'cancelled'
      ? 'Not saved: the dialog was closed.'
      : 'The print dialog was opened: “Save as PDF” there makes the file.'
  } catch (error) {
    return `Not saved. ${sentenceOf(error)}`
  }
}
