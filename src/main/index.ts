import { app, dialog } from 'electron'
import { boot } from './boot.ts'
import { announceScheme } from './app-protocol.ts'

// Everything here runs before Electron is ready. Nothing may be awaited: `ready` is emitted only after this module has
// been evaluated, so an awaited whenReady() would wait for itself.
app.enableSandbox()
announceScheme()

if (app.requestSingleInstanceLock()) {
  app
    .whenReady()
    .then(boot)
    .catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      dialog.showErrorBox('Plimsoll could not start', reason)
      app.exit(1)
    })
} else {
  app.quit() // The first one shows its window: see `second-instance` in boot.ts.
}
