import type { ReactElement } from 'react'
import { useMachineReading } from '../../state/machine-reading.ts'

/** `nvidia-smi, PowerShell and the system`. */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`

/** What is still waited for, with the way to go on without it. */
export function ReadingStatus({ onStop }: { readonly onStop: () => void }): ReactElement | null {
  const reading = useMachineReading()
  if (reading.status === 'reading')
    return (
      <p className="reading-status" role="status">
        {reading.waitingFor.length > 0 ? `Still asking ${listed(reading.waitingFor)}…` : 'Reading…'}{' '}
        {reading.picture && (
          <button type="button" className="link" onClick={onStop}>
            Go on without
          </button>
        )}
      </p>
    )
  if (reading.status === 'read' && reading.unasked && reading.unasked.length > 0)
    return (
      <p className="reading-status" role="status">
        Reading was stopped before {listed(reading.unasked)} had answered: what they know is missing here.
        Read again to ask them.
      </p>
    )
  return null
}
