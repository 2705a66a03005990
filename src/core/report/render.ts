import { toCsv } from './csv.ts'
import { toHtml } from './html.ts'
import { toJson } from './json.ts'
import { toMarkdown } from './markdown.ts'
import type { ReportFormat } from './formats.ts'
import type { Report } from './report.ts'

export { type ReportFormat, reportFormats } from './formats.ts'

export function renderReport(report: Report, format: ReportFormat): string {
  switch (format) {
    case 'md':
      return toMarkdown(report.document)
    case 'html':
      return toHtml(report.document)
    case 'json':
      return toJson(report)
    case 'csv':
      return toCsv(report)
  }
}
