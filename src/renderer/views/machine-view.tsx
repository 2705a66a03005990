import type { ReactElement } from 'react'
import type { Machine } from '../../core/machine/machine.ts'
import { ThemeSwitch } from '../shell/theme-switch.tsx'
import { useChoices } from '../state/choices.ts'
import { useMachineReading } from '../state/machine-reading.ts'
import { GpuCards } from './machine/gpu-cards.tsx'
import { HostFields } from './machine/host-fields.tsx'

const environments: Record<Machine['environment'], string> = {
  physical: '',
  vm: 'a virtual machine',
  container: 'a container',
  wsl: 'the Windows Subsystem for Linux'
}

const clock = (at: Date): string =>
  [at.getHours(), at.getMinutes(), at.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':')

export function MachineView({
  machine,
  onRead
}: {
  readonly machine: Machine
  readonly onRead: () => void
}): ReactElement {
  const reading = useMachineReading()
  const overrides = useChoices((state) => state.overrides)
  const detected = reading.machine ?? machine
  const place = environments[machine.environment]
  return (
    <>
      <div className="title-row">
        <h1>This machine</h1>
        <button type="button" className="button" disabled={reading.status === 'reading'} onClick={onRead}>
          {reading.status === 'reading' ? 'Reading…' : 'Read again'}
        </button>
      </div>
      <p className="answer">
        Every figure with where it came from. Correct what is wrong and fill in what is unknown: every answer
        follows at once. {place && `Plimsoll runs inside ${place}. `}
        {reading.status === 'read' && `Read at ${clock(reading.at)}.`}
      </p>
      {machine.notes.length > 0 && (
        <section className="card">
          <h2>What could not be read</h2>
          <ul className="advice">
            {machine.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
      <GpuCards detected={detected} overrides={overrides} />
      <HostFields detected={detected} overrides={overrides} />
      <div className="narrow-only">
        <ThemeSwitch />
      </div>
    </>
  )
}
