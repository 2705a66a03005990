import { join } from 'node:path'
import { app, dialog, shell } from 'electron'

/** Our own licence, and those of every library in the bundles (electron-builder.yml); in a checkout our own. */
const place = (): string =>
  app.isPackaged ? join(process.resourcesPath, 'licences') : join(app.getAppPath(), 'LICENSE')

/** Opens the licences with what the system reads such files with. */
export async function showLicences(): Promise<void> {
  const why = await shell.openPath(place())
  if (why !== '') dialog.showErrorBox('The licences could not be opened', `${place()}: ${why}.`)
}
