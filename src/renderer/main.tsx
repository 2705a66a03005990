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
import './styles/machine.css'
import './styles/report.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { connect } from './host/connect.ts'
import { reloadOnNewToken } from './host/token.ts'
import { fromHash, keepAddress } from './state/address.ts'
import { choices } from './state/choices.ts'
import { readMachine } from './state/machine-reading.ts'
import { rememberChoices } from './state/remember.ts'
import { listenForShortcuts } from './state/shortcuts.ts'
import { keepTheme } from './state/theme.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')

const host = connect()
reloadOnNewToken(window)
choices.setState(fromHash(window.location.hash))
keepTheme(document.documentElement)
keepAddress()
listenForShortcuts(window)
void readMachine(host)
void rememberChoices(host)

createRoot(root).render(
  <StrictMode>
    <App host={host} />
  </StrictMode>
)
