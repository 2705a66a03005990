import { join } from 'node:path'
import { app } from 'electron'
import type { HostApi } from '../contract/api.ts'
import type { DeskCommand } from '../contract/desk.ts'
import { createHost } from '../host/create-host.ts'
import { dataFolder } from '../host/data-folder.ts'
import { pageAddress, servePage } from './app-protocol.ts'
import type { Commands } from './commands.ts'
import { fileArguments } from './file-arguments.ts'
import { guard } from './guard.ts'
import { showLicences } from './licences.ts'
import { setMenu } from './menu.ts'
import { type RecentFiles, recentFiles } from './recent-files.ts'
import { saveReport } from './save-report.ts'
import { serveDesk } from './serve-desk.ts'
import { serveIpc } from './serve-ipc.ts'
import { openWindow, raiseWindow } from './window.ts'
import { type WindowStore, windowStore } from './window-memory.ts'

/**
 * Once Electron is ready. Detection runs in a thread of its own (`host/detect-apart.ts`), so that no program it asks, and
 * nothing such a program prints, holds up the window.
 */
export async function boot(commands: Commands): Promise<void> {
  // Under `npm run dev` the page comes from Vite's server, with hot reload; never in a packaged app.
  const page = (app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']) ?? pageAddress
  const store = windowStore(dataFolder())
  guard(page)
  servePage(join(import.meta.dirname, '../renderer'))

  const ask = (command: DeskCommand): void => {
    commands.push(command)
    void openWhereNone(page, store)
  }
  const menu = (): void => setMenu({ ask, recent, showLicences: () => void showLicences() })
  const recent = recentFiles(store, menu)
  serveIpc(noting(createHost({ saveReport }), recent), page)
  serveDesk(commands, page)
  menu()

  app.on('second-instance', (_event, argv, folder) => {
    for (const path of fileArguments(argv, folder)) commands.push({ kind: 'open-file', path })
    void openWhereNone(page, store)
  })
  app.on('activate', () => {
    void openWhereNone(page, store)
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  for (const path of fileArguments(process.argv.slice(1), process.cwd()))
    commands.push({ kind: 'open-file', path })
  await openWindow(page, store)
}

/** Files that could be read are the recent ones. */
const noting = (host: HostApi, recent: RecentFiles): HostApi => ({
  ...host,
  readModelFile: async (path) => {
    const brought = await host.readModelFile(path)
    recent.add(path)
    return brought
  }
})

/** macOS keeps a program without windows; a click on its icon opens one again. */
async function openWhereNone(page: string, store: WindowStore): Promise<void> {
  if (!raiseWindow()) await openWindow(page, store)
}
