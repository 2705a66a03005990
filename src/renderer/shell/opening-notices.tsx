import type { ReactElement } from 'react'
import { dismissFaults, useOpening } from '../state/opening.ts'
import { Notice } from './notice.tsx'

/** What was dropped or opened from outside: that it is being read, and what could not be opened. */
export function OpeningNotices(): ReactElement {
  const reading = useOpening((state) => state.reading)
  const faults = useOpening((state) => state.faults)
  return (
    <>
      <p className="opening-status" role="status">
        {reading !== null && `Reading ${reading}…`}
      </p>
      {faults.length > 0 && (
        <Notice action={{ name: 'Dismiss', run: dismissFaults }}>
          {faults.map((sentence) => (
            <span key={sentence} className="fault">
              {sentence}
            </span>
          ))}
        </Notice>
      )}
    </>
  )
}
