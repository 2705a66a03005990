import { type ReactElement, useMemo } from 'react'
import { gbPerSecond } from '../../core/format.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { type Reading, valueOf } from '../../core/reading.ts'
import { HoldTank } from '../parts/hold.tsx'
import { choose, useChoices } from '../state/choices.ts'
import { useMachineReading } from '../state/machine-reading.ts'
import { holdsOf } from '../state/holds.ts'

/** `2 x NVIDIA GeForce RTX 3090` for equal ones. */
function names(readings: readonly Reading<string>[]): string {
  const counts = new Map<string, number>()
  for (const reading of readings) {
    const name = valueOf(reading) ?? 'a GPU of unknown name'
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].map(([name, count]) => (count === 1 ? name : `${count} × ${name}`)).join(', ')
}

function bandwidths(machine: Machine): string {
  const of = (reading: Machine['ram']['bandwidth']): string =>
    reading.known ? gbPerSecond(reading.value) : 'bandwidth unknown'
  const gpus = machine.accelerators.filter((gpu) => !gpu.sharesHostMemory)
  return [
    ...new Set(gpus.map((gpu) => `VRAM ${of(gpu.bandwidth)}`)),
    `RAM ${of(machine.ram.bandwidth)}`
  ].join(' · ')
}

/** `This machine`, or the name of one that stands in for it: figures of another machine never pass for this one's. */
const headOf = ({ name }: Machine): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`

/** The machine at a glance; opens the view where every value can be corrected. */
export function MachineCard({ machine }: { readonly machine: Machine }): ReactElement {
  const open = useChoices((state) => state.view === 'machine')
  const choice = useChoices((state) => state.machine)
  const reading = useMachineReading()
  const waitingFor = choice === null && reading.status === 'reading' ? reading.waitingFor : []
  const holds = useMemo(() => holdsOf(machine), [machine])
  const gpus = names(machine.accelerators.map((gpu) => gpu.name))
  return (
    <section
      className={`machine-card${open ? ' open' : ''}${choice === null ? '' : ' stands-in'}`}
      aria-label={choice === null ? 'This machine' : 'A machine that stands in for this one'}
    >
      <h2>
        <button
          type="button"
          aria-current={open ? 'page' : undefined}
          onClick={() => choose({ view: 'machine' })}
        >
          {headOf(machine)}
        </button>
      </h2>
      <p className="machine-names">
        {gpus || 'No GPU found'} · {valueOf(machine.cpu.name) ?? 'CPU unknown'}
      </p>
      <div className="holds">
        {holds.map((hold) => (
          <HoldTank key={hold.name} hold={hold} />
        ))}
      </div>
      <p className="machine-bandwidth">{bandwidths(machine)}</p>
      {waitingFor.length > 0 && <p className="machine-waiting">Still asking {waitingFor.join(', ')}…</p>}
    </section>
  )
}
