import type { ReactElement } from 'react'
import { inGib } from '../../core/format.ts'
import type { Hold } from '../state/holds.ts'

const percent = (fraction: number): string => `${(Math.min(1, Math.max(0, fraction)) * 100).toFixed(2)}%`

function words({ name, capacity, free, loadLine }: Hold): string {
  if (capacity === null) return `${name}: size unknown`
  const left = free === null ? 'free memory unknown' : `${inGib(free)} free`
  return `${name}: ${left} of ${inGib(capacity)}${loadLine === null ? '' : `, safe to load ${inGib(loadLine)}`}`
}

/** A tank seen from the side: other programs at the bottom, the load line where it is safe to fill up to. */
export function HoldTank({ hold }: { readonly hold: Hold }): ReactElement {
  const { name, capacity, free, loadLine } = hold
  const other = capacity !== null && free !== null && capacity > 0 ? (capacity - free) / capacity : null
  const line = other === null || loadLine === null || capacity === null ? null : other + loadLine / capacity
  return (
    <div className="hold">
      <div className="hold-tank" role="img" aria-label={words(hold)}>
        {other !== null && <div className="hold-other hatch" style={{ height: percent(other) }} />}
        {line !== null && <div className="hold-line" style={{ bottom: percent(line) }} />}
      </div>
      <div className="hold-words">
        <strong>{free === null ? 'unknown' : inGib(free)}</strong>
        <small>
          <span className="hold-free">free</span>
          {capacity === null ? `, ${name} size unknown` : ` of ${inGib(capacity)} ${name}`}
        </small>
      </div>
    </div>
  )
}
