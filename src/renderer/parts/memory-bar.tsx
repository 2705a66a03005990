import type { ReactElement } from 'react'
import type { Bar } from '../../core/report/bar.ts'

const share = (fraction: number): string => `${(fraction * 100).toFixed(3)}%`

/** A hold drawn to scale: other programs, then the load by kind, against the load line. The report draws the same. */
export function MemoryBar({
  bar,
  large = false
}: {
  readonly bar: Bar
  readonly large?: boolean
}): ReactElement {
  const { words, other, segments, end, line } = bar
  return (
    <div className={large ? 'bar bar-large' : 'bar'} role="img" aria-label={words}>
      <div className="bar-hold" style={{ width: share(end ?? 1) }} />
      {other !== null && other > 0 && (
        <div className="bar-part hatch" style={{ left: 0, width: share(other) }} />
      )}
      {segments.map(({ kind, from, width }) => (
        <div key={kind} className={`bar-part ${kind}`} style={{ left: share(from), width: share(width) }} />
      ))}
      {line !== null && <div className="load-line" style={{ left: share(line) }} />}
    </div>
  )
}
