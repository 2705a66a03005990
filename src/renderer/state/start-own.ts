import type { HostApi } from '../../contract/api.ts'
import type { DeskApi, DeskCommand } from '../../contract/desk.ts'
import { fromHash } from './address.ts'
import { choices } from './choices.ts'
import { opening, sayFaults, showOpenDialog } from './opening.ts'
import { ownModels } from './own-models.ts'
import { sentenceOf } from './sentence-of.ts'

// Whoever brought nothing pays nothing for its readers.
const reader = () => import('./read-own.ts')

/**
 * Once the settings are there: the user's rows and what was brought before; then, in the window, whatever the menu and
 * the system ask for.
 */
export async function startOwn(host: HostApi): Promise<void> {
  host.readOwnRows().then(
    (rows) => ownModels.setState({ rows }),
    () => undefined // a host that cannot say has none
  )
  const { brought = [] } = choices.getState()
  if (brought.length > 0)
    reader()
      .then(({ bringBack }) => bringBack(host, brought))
      .catch((error: unknown) => sayFaults([sentenceOf(error)]))
  if (window.desk) await obey(window.desk, host)
}

async function obey(desk: DeskApi, host: HostApi): Promise<void> {
  for (let last = 0; ;) {
    const step = await desk.nextCommand(last).catch(() => null)
    if (!step) return
    last = step.number
    await run(step.command, host)
  }
}

async function run(command: DeskCommand, host: HostApi): Promise<void> {
  if (command.kind === 'open') showOpenDialog()
  else if (command.kind === 'view') choices.setState(fromHash(`#view=${command.view}`))
  else {
    opening.setState({ reading: command.path, faults: [] })
    try {
      await (await reader()).openPath(host, command.path)
    } catch (error) {
      sayFaults([sentenceOf(error)])
    } finally {
      opening.setState({ reading: null })
    }
  }
}
