import type { ReportFile } from '../../contract/api.ts'

const types: Record<string, string> = {
  md: 'text/markdown',
  html: 'text/html',
  json: 'application/json',
  csv: 'text/csv',
  png: 'image/png'
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

/** Hands a finished report to the browser, which puts it where its downloads go. */
export function download(report: Exclude<ReportFile, { page: string }>): void {
  const type = types[report.name.split('.').at(-1) ?? ''] ?? 'text/plain'
  const content =
    'text' in report
      ? new Blob([report.text], { type: `${type};charset=utf-8` })
      : new Blob([bytesOf(report.base64)], { type })
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = report.name
  link.click()
  // The download has its own reference to the data once the click is handled.
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}
