import type { ReactElement } from 'react'
import type { Assessment } from '../../../core/fit/assessment.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { choose } from '../../state/choices.ts'
import { runs } from '../../state/list-order.ts'

/** Why the speeds of a whole list are unknown, when the same reading is missing for every model that runs. */
export function missingForSpeed(assessments: readonly Assessment[]): string | null {
  const speeds = assessments.filter(runs).map(({ speed }) => speed)
  const [first] = speeds
  return first && !first.known && speeds.every((speed) => !speed.known && speed.reason === first.reason)
    ? first.reason
    : null
}

/** What the answers below lack, and where to put it right: said once, above them. Nothing when nothing is missing. */
export function WhatIsMissing({
  machine,
  assessments
}: {
  readonly machine: Machine
  readonly assessments: readonly Assessment[]
}): ReactElement | null {
  const reason = missingForSpeed(assessments)
  const noGpu = machine.accelerators.length === 0
  if (!noGpu && reason === null) return null
  return (
    <div className="missing">
      <p>
        {noGpu && 'No GPU was found here, so these are answers for the CPU. '}
        {reason !== null && `How fast they run is not known. ${reason}`}
      </p>
      <button type="button" className="link" onClick={() => choose({ view: 'machine' })}>
        {reason === null ? 'See what was read, and correct it' : 'Enter what is missing'}
      </button>
    </div>
  )
}
