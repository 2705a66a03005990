import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BrowserWindow } from 'electron'

/**
 * A report's HTML as a PDF with text, tags and an outline of its headings, laid out by the style sheet it carries. The
 * window it is laid out in is never shown, runs no script and is gone afterwards.
 *
 * Chromium makes a better PDF of the same HTML than a library could of the document's blocks: real text in the system's
 * fonts, vector drawings and tags for screen readers, without another renderer to keep in step or a megabyte of fonts.
 *
 * Throws a sentence where Chromium refuses.
 */
export async function printToPdf(html: string): Promise<Buffer> {
  // A file, because Chromium opens no data: address above 2 MB.
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-paper-'))
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      javascript: false,
      spellcheck: false
    }
  })
  try {
    const file = join(folder, 'report.html')
    await writeFile(file, html)
    await window.loadFile(file)
    // The report's own @page says which paper and which margins.
    return await window.webContents.printToPDF({
      preferCSSPageSize: true,
      printBackground: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true
    })
  } catch (error) {
    throw new Error('The PDF could not be laid out. Save the HTML and print it from a browser.', {
      cause: error
    })
  } finally {
    window.destroy()
    await rm(folder, { recursive: true, force: true })
  }
}
