import type { ReportFile } from '../../contract/api.ts'

const types: Record<string, string> = {
  md: 'text/markdown',
  html: 'text/html',
  json: 'application/json',
  csv: 'text/csv'
}

/** Hands a finished report to the browser, which puts it where its downloads go. */
export function download(report: ReportFile): void {
  const type = types[report.name.split('.').at(-1) ?? ''] ?? 'text/plain'
  const address = URL.createObjectURL(new Blob([report.text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = address
  link.download = report.name
  link.click()
  // The download has its own reference to the data once the click is handled.
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}
