import { app, dialog } from 'electron'
import { boot } from './boot.ts'
import { announceScheme } from './app-protocol.ts'
import { createCommands } from './commands.ts'

// Everything here runs before Electron is ready. Nothing may be awaited: `ready` is emitted only after this module has
// been evaluated, so an awaited whenReady() would wait for itself.
app.enableSandbox()
announceScheme()
const commands = createCommands()
// macOS hands over a double-clicked file by this event, which may come before `ready`.
app.on('open-file', (event, path) => {
  event.preventDefault()
  commands.push({ kind: 'open-file', path })
})

if (app.requestSingleInstanceLock()) {
  app
    .whenReady()
    .then(() => boot(commands))
    .catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      dialog.showErrorBox('Plimsoll could not start', reason)
      app.exit(1)
    })
} else {
  app.quit() // The first one shows its window: see `second-instance` in boot.ts.
}
