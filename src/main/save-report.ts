import { basename, extname, join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'
import writeFileAtomic from 'write-file-atomic'
import type { ReportFile, SaveOutcome } from '../contract/api.ts'
import { printToPdf } from './print-to-pdf.ts'

const kinds: Readonly<Record<string, string>> = {
  ...{ md: 'Markdown', html: 'Web page', json: 'JSON', csv: 'CSV' },
  ...{ pdf: 'PDF', png: 'Picture' }
}

/** Asks where to, and writes the report whole or not at all. Throws a sentence where the disk refuses. */
export async function saveReport(report: ReportFile): Promise<SaveOutcome> {
  const name = basename(report.name)
  const extension = extname(name).slice(1)
  const options = {
    title: 'Save the report',
    defaultPath: join(app.getPath('documents'), name),
    filters: [{ name: kinds[extension] ?? 'Report', extensions: [extension] }]
  }
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  const { canceled, filePath } = window
    ? await dialog.showSaveDialog(window, options)
    : await dialog.showSaveDialog(options)
  if (canceled || filePath === '') return { saved: false, reason: 'cancelled' }
  // Laid out only once it is known that it is wanted.
  const content = await contentOf(report)
  try {
    await writeFileAtomic(filePath, content)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new Error(`The report could not be written to ${filePath}: ${why(code)}.`, { cause: error })
  }
  return { saved: true, where: filePath }
}

async function contentOf(report: ReportFile): Promise<string | Buffer> {
  if ('text' in report) return report.text
  return 'base64' in report ? Buffer.from(report.base64, 'base64') : printToPdf(report.page)
}

function why(code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'this account may not write there'
    case 'EROFS':
      return 'that disk is read-only'
    case 'ENOSPC':
      return 'that disk is full'
    case 'ENOENT':
      return 'that folder is gone'
    default:
      return code === '' ? 'no reason was given' : code
  }
}
