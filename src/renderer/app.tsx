import { lazy, type ReactElement, Suspense, useEffect } from 'react'
import type { HostApi } from '../contract/api.ts'
import type { Machine } from '../core/machine/machine.ts'
import { CompareNote } from './shell/compare-note.tsx'
import { DialogBoundary, FailureBoundary } from './shell/failure-boundary.tsx'
import { Notice } from './shell/notice.tsx'
import { Rail } from './shell/rail.tsx'
import { ReportNotice } from './shell/report-notice.tsx'
import { useChoices } from './state/choices.ts'
import { showKeyboardHelp, useKeyboardHelp } from './state/keyboard-help.ts'
import { readMachine, useMachineReading } from './state/machine-reading.ts'
import { settingsNote, useSettingsNote } from './state/remember.ts'
import { useMachine } from './state/use-machine.ts'
import { fetchAhead, whenIdle } from './state/when-idle.ts'
import { ListView } from './views/list-view.tsx'
import { BringYourOwn } from './shell/bring-your-own.tsx'
import { OpeningNotices } from './shell/opening-notices.tsx'

// Neither is needed for the first look; the model view comes as soon as the first answers are drawn, so that Enter opens
// it at once.
const modelView = () => import('./views/model-view.tsx')
const ModelView = lazy(async () => ({ default: (await modelView()).ModelView }))
const machineView = () => import('./views/machine-view.tsx')
const MachineView = lazy(async () => ({ default: (await machineView()).MachineView }))
const OwnView = lazy(async () => ({ default: (await import('./views/own-view.tsx')).OwnView }))
const ReportView = lazy(async () => ({ default: (await import('./views/report-view.tsx')).ReportView }))
const CompareView = lazy(async () => ({ default: (await import('./views/compare-view.tsx')).CompareView }))
const TakeView = lazy(async () => ({ default: (await import('./views/take-view.tsx')).TakeView }))
const TourView = lazy(async () => ({ default: (await import('./views/tour-view.tsx')).TourView }))
const KeyboardDialog = lazy(async () => ({
  default: (await import('./shell/keyboard-dialog.tsx')).KeyboardDialog
}))

function CurrentView({ host, machine }: { readonly host: HostApi; readonly machine: Machine }): ReactElement {
  switch (useChoices((state) => state.view)) {
    case 'list':
      return <ListView machine={machine} />
    case 'model':
      return <ModelView machine={machine} />
    case 'compare':
      return <CompareView machine={machine} host={host} />
    case 'take':
      return <TakeView machine={machine} />
    case 'tour':
      return <TourView machine={machine} />
    case 'report':
      return <ReportView machine={machine} host={host} />
    case 'own':
      return <OwnView machine={machine} host={host} />
    case 'machine':
      return <MachineView machine={machine} host={host} onRead={() => void readMachine(host)} />
  }
}

export function App({ host }: { readonly host: HostApi }): ReactElement {
  const reading = useMachineReading()
  const machine = useMachine()
  const note = useSettingsNote()
  const view = useChoices((state) => state.view)
  const choice = useChoices((state) => state.machine)
  const help = useKeyboardHelp()
  useEffect(() => whenIdle(() => fetchAhead(() => modelView().then(machineView))), [])
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
      <Rail machine={machine} host={host} />
      <main id="main" tabIndex={-1}>
        {note !== null && (
          <Notice action={{ name: 'Dismiss', run: () => settingsNote.setState({ note: null }) }}>
            {note}
          </Notice>
        )}
        <OpeningNotices />
        <ReportNotice />
        {reading.status === 'failed' && (
          <Notice action={{ name: 'Retry', run: () => void readMachine(host) }}>{reading.sentence}</Notice>
        )}
        {machine ? (
          <Suspense fallback={<p className="waiting">Opening…</p>}>
            <FailureBoundary key={view} title="This view cannot be shown">
              <CurrentView host={host} machine={machine} />
            </FailureBoundary>
          </Suspense>
        ) : (
          (choice !== null || reading.status === 'reading') && (
            <p className="waiting" role="status">
              {choice === null
                ? 'Reading this machine: graphics cards, memory, processor… '
                : 'Putting the machine together… '}
              {choice === null &&
                reading.status === 'reading' &&
                reading.waitingFor.length > 0 &&
                `Still asking ${reading.waitingFor.join(', ')}.`}
            </p>
          )
        )}
      </main>
      <BringYourOwn host={host} machine={machine} />
      <CompareNote />
      {help && (
        <DialogBoundary close={() => showKeyboardHelp(false)}>
          <KeyboardDialog />
        </DialogBoundary>
      )}
    </div>
  )
}
