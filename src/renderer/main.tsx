import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/controls.css'
import './styles/holds.css'
import './styles/list.css'
import './styles/list-lines.css'
import './styles/filters.css'
import './styles/model.css'
import './styles/cliff.css'
import './styles/model-controls.css'
import './styles/levers.css'
import './styles/machine.css'
import './styles/machine-choice.css'
import './styles/report.css'
import './styles/own.css'
import './styles/compare.css'
import './styles/take.css'
import './styles/tour.css'
import './styles/keyboard.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { connect } from './host/connect.ts'
import { reloadOnNewToken } from './host/token.ts'
import { fromHash, keepAddress } from './state/address.ts'
import { choices } from './state/choices.ts'
import { readMachine } from './state/machine-reading.ts'
import { startMeasurements } from './state/measurements.ts'
import { rememberChoices } from './state/remember.ts'
import { keepStandIn } from './state/stand-in.ts'
import { listenForShortcuts } from './state/shortcuts.ts'
import { startOwn } from './state/start-own.ts'
import { keepTheme } from './state/theme.ts'
import { watchMemory } from './state/watch-memory.ts'
import { keepHistory } from './state/undo.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')

const host = connect()
reloadOnNewToken(window)
choices.setState(fromHash(window.location.hash))
keepTheme(document.documentElement)
keepAddress()
listenForShortcuts(window)
const measured = startMeasurements(host)
const reading = readMachine(host).then(() => measured)
keepStandIn(host)
watchMemory(host, document)
// What was remembered is not a change of this session's.
void rememberChoices(host).then(() => {
  keepHistory()
  void startOwn(host)
})

// A machine that is known by now is in the first drawing, which saves one; the wait for another is drawn.
const patienceMs = 100
const patience = new Promise((resolve) => setTimeout(resolve, patienceMs))
void Promise.race([reading, patience]).then(() =>
  createRoot(root).render(
    <StrictMode>
      <App host={host} />
    </StrictMode>
  )
)
