import { join } from 'node:path'
import { app } from 'electron'
import { createHost } from '../host/create-host.ts'
import { pageAddress, servePage } from './app-protocol.ts'
import { guard } from './guard.ts'
import { setMenu } from './menu.ts'
import { saveReport } from './save-report.ts'
import { serveIpc } from './serve-ipc.ts'
import { openWindow, raiseWindow } from './window.ts'

/**
 * Once Electron is ready. Detection runs in a thread of its own (`host/detect-apart.ts`), so that no program it asks, and
 * nothing such a program prints, holds up the window.
 */
export async function boot(): Promise<void> {
  // Under `npm run dev` the page comes from Vite's server, with hot reload; never in a packaged app.
  const page = (app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']) ?? pageAddress
  guard(page)
  servePage(join(import.meta.dirname, '../renderer'))
  serveIpc(createHost({ saveReport }), page)
  setMenu()

  app.on('second-instance', raiseWindow)
  app.on('activate', () => {
    void openWhereNone(page)
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  await openWindow(page)
}

/** macOS keeps a program without windows; a click on its icon opens one again. */
async function openWhereNone(page: string): Promise<void> {
  if (!raiseWindow()) await openWindow(page)
}
