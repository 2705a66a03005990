import { lazy, type ReactElement, Suspense, useEffect } from 'react'
import type { HostApi } from '../contract/api.ts'
import type { Machine } from '../core/machine/machine.ts'
import { FailureBoundary } from './shell/failure-boundary.tsx'
import { Notice } from './shell/notice.tsx'
import { Rail } from './shell/rail.tsx'
import { ReportNotice } from './shell/report-notice.tsx'
import { useChoices } from './state/choices.ts'
import { readMachine, useMachineReading } from './state/machine-reading.ts'
import { settingsNote, useSettingsNote } from './state/remember.ts'
import { useMachine } from './state/use-machine.ts'
import { ListView } from './views/list-view.tsx'
import { MachineView } from './views/machine-view.tsx'

// Neither is needed for the first look; the model view comes as soon as that is drawn,
// so that Enter opens it at once.
const modelView = () => import('./views/model-view.tsx')
const ModelView = lazy(async () => ({ default: (await modelView()).ModelView }))
const ReportView = lazy(async () => ({ default: (await import('./views/report-view.tsx')).ReportView }))

function CurrentView({ host, machine }: { readonly host: HostApi; readonly machine: Machine }): ReactElement {
  switch (useChoices((state) => state.view)) {
    case 'list':
      return <ListView machine={machine} />
    case 'model':
      return <ModelView machine={machine} />
    case 'report':
      return <ReportView machine={machine} host={host} />
    case 'machine':
      return <MachineView machine={machine} onRead={() => void readMachine(host)} />
  }
}

export function App({ host }: { readonly host: HostApi }): ReactElement {
  const reading = useMachineReading()
  const machine = useMachine()
  const note = useSettingsNote()
  const view = useChoices((state) => state.view)
  useEffect(() => void modelView(), [])
  return (
    <div className="app">
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById('main')?.focus()
        }}
      >
        Skip to the answer
      </a>
      <Rail machine={machine} />
      <main id="main" tabIndex={-1}>
        {note !== null && (
          <Notice action={{ name: 'Dismiss', run: () => settingsNote.setState({ note: null }) }}>
            {note}
          </Notice>
        )}
        <ReportNotice />
        {reading.status === 'failed' && (
          <Notice action={{ name: 'Retry', run: () => void readMachine(host) }}>{reading.sentence}</Notice>
        )}
        {machine ? (
          <Suspense fallback={<p className="waiting">Opening…</p>}>
            <FailureBoundary key={view}>
              <CurrentView host={host} machine={machine} />
            </FailureBoundary>
          </Suspense>
        ) : (
          reading.status === 'reading' && (
            <p className="waiting" role="status">
              Reading this machine: graphics cards, memory, processor…
            </p>
          )
        )}
      </main>
    </div>
  )
}
