import { type ReactElement, useMemo } from 'react'
import type { HostApi } from '../../contract/api.ts'
import { applyCalibration } from '../../core/machine/apply-calibration.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { ThemeSwitch } from '../shell/theme-switch.tsx'
import { overridesOf } from '../state/change-overrides.ts'
import { openChooser } from '../state/chooser.ts'
import { useChoices } from '../state/choices.ts'
import { clock } from '../state/clock.ts'
import { stopReading, useMachineReading } from '../state/machine-reading.ts'
import { useMeasurements } from '../state/measurements.ts'
import { backToThis, keptNameOf } from '../state/stand-in.ts'
import { useMachineBeneath } from '../state/use-machine.ts'
import { FreeNow } from './machine/free-now.tsx'
import { GpuCards } from './machine/gpu-cards.tsx'
import { HostFields } from './machine/host-fields.tsx'
import { MeasuredSection } from './machine/measured-section.tsx'
import { KeptSection } from './machine/kept-section.tsx'
import { ReadingStatus } from './machine/reading-status.tsx'

const environments: Record<Machine['environment'], string> = {
  physical: '',
  vm: 'a virtual machine',
  container: 'a container',
  wsl: 'the Windows Subsystem for Linux'
}

/** The head of the view for the machine that is read here. */
function ThisHead({
  machine,
  onRead
}: {
  readonly machine: Machine
  readonly onRead: () => void
}): ReactElement {
  const reading = useMachineReading()
  const place = environments[machine.environment]
  return (
    <>
      <div className="title-row">
        <h1>This machine</h1>
        <div className="card-actions">
          <button type="button" className="button" disabled={reading.status === 'reading'} onClick={onRead}>
            {reading.status === 'reading' ? 'Reading…' : 'Read again'}
          </button>
          <button type="button" className="button" aria-haspopup="dialog" onClick={openChooser}>
            Pretend another…
          </button>
        </div>
      </div>
      <p className="answer">
        Every figure with where it came from. Correct what is wrong and fill in what is unknown: every answer
        follows at once. {place && `Plimsoll runs inside ${place}. `}
        {reading.status === 'read' && `Read at ${clock(reading.at, true)}.`}
      </p>
      <ReadingStatus onStop={stopReading} />
    </>
  )
}

/** The head of the view for one that stands in for it. */
function StandInHead({
  machine,
  kept
}: {
  readonly machine: Machine
  readonly kept: string | null
}): ReactElement {
  const name = kept ?? machine.name.replace(/^pretended: /, '')
  return (
    <>
      <div className="title-row">
        <h1>
          <span className="stand-in-mark">{kept === null ? 'Pretended' : 'Kept'}</span> {name}
        </h1>
        <div className="card-actions">
          <button type="button" className="button" onClick={backToThis}>
            Back to this machine
          </button>
          <button type="button" className="button" aria-haspopup="dialog" onClick={openChooser}>
            Another…
          </button>
        </div>
      </div>
      <p className="answer">
        {kept === null
          ? 'Answers are for a machine put together from the device catalogue, not for the one you sit at. All of its memory counts as free. Correct what is different in yours.'
          : 'Answers are for a machine that was kept under this name, as it was read then. Corrections made here last until you go to another machine; keep it again to keep them.'}
      </p>
    </>
  )
}

export function MachineView({
  machine,
  host,
  onRead
}: {
  readonly machine: Machine
  readonly host: HostApi
  readonly onRead: () => void
}): ReactElement {
  const choice = useChoices((state) => state.machine)
  const overrides = useChoices(overridesOf)
  const beneath = useMachineBeneath() ?? machine
  const isThis = choice === null
  const { records } = useMeasurements()
  // What was not entered by hand is shown as answers have it.
  const detected = useMemo(
    () => (isThis ? applyCalibration(beneath, records) : beneath),
    [isThis, beneath, records]
  )
  // The note of a pretended machine is what the head says.
  const notes = isThis || keptNameOf(choice) !== null ? machine.notes : []
  return (
    <>
      {isThis ? (
        <ThisHead machine={machine} onRead={onRead} />
      ) : (
        <StandInHead machine={machine} kept={keptNameOf(choice)} />
      )}
      {notes.length > 0 && (
        <section className="card">
          <h2>What could not be read</h2>
          <ul className="advice">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
      <FreeNow machine={machine} />
      <GpuCards key={choice ?? ''} detected={detected} overrides={overrides} />
      <HostFields detected={detected} overrides={overrides} host={isThis ? host : null} />
      {isThis && <MeasuredSection host={host} />}
      <KeptSection host={host} machine={machine} />
      <div className="narrow-only">
        <ThemeSwitch />
      </div>
    </>
  )
}
