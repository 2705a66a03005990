import type { ReactElement } from 'react'
import { inGib } from '../../../core/format.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { clock } from '../../state/clock.ts'
import { useChoices } from '../../state/choices.ts'
import { hasMoved } from '../../state/free-memory.ts'
import { useMachineReading } from '../../state/machine-reading.ts'
import { useMachineNow } from '../../state/use-machine.ts'
import { takeWhatIsFree, useLiveMemory } from '../../state/watch-memory.ts'
import { deviceHolds } from './device-holds.ts'
import { MemoryHolds } from './memory-holds.tsx'

/** A quarter of the move that replaces the answers: less is noise that would make the sentence come and go. */
const worthSaying = 0.25

const freeIn = (machine: Machine): string =>
  deviceHolds(machine)
    .flatMap(({ name, free }) => (free === null ? [] : [`${inGib(free)} of ${name}`]))
    .join(' and ')

/** How old the figures are that answers use, and the way to have them of now. */
function Freshness({ machine }: { readonly machine: Machine }): ReactElement {
  const reading = useMachineReading()
  const { machine: live, at, failure } = useLiveMemory()
  const readAt = reading.status === 'read' ? `, read at ${clock(reading.at)}` : ''
  if (failure !== null)
    return (
      <p className="freshness">
        Free memory is not watched at the moment{at ? `; this was read at ${clock(at)}` : readAt}. {failure}
      </p>
    )
  if (live && reading.machine && hasMoved(reading.machine, live, worthSaying))
    return (
      <p className="freshness">
        Answers use {freeIn(machine)}
        {readAt}.{' '}
        <button type="button" className="button" onClick={takeWhatIsFree}>
          Use what is free now
        </button>
      </p>
    )
  return (
    <p className="freshness">
      {reading.status === 'read' ? `Read at ${clock(reading.at)}, and watched` : 'Watched'} while this page is
      open. Answers follow when it moves by more than 256 MiB or 2 %.
    </p>
  )
}

/** The memory of every device as it is this moment. */
export function FreeNow({ machine }: { readonly machine: Machine }): ReactElement {
  const now = useMachineNow() ?? machine
  const isThis = useChoices((state) => state.machine === null)
  return (
    <section className="card" aria-label="Memory">
      <h2>{isThis ? 'Memory now' : 'Memory'}</h2>
      <MemoryHolds machine={now} />
      {isThis && <Freshness machine={machine} />}
    </section>
  )
}
