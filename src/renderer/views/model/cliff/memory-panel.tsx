import type { ReactElement } from 'react'
import type { MemoryFrame } from '../../../../core/chart/memory-frame.ts'
import { grouped } from '../../../../core/format.ts'

/** One hold over the context: other programs and the load by kind, against the load line. */
export const MemoryPanel = ({
  panel,
  left,
  right,
  pattern
}: {
  readonly panel: MemoryFrame
  readonly left: number
  readonly right: number
  /** Id of the hatching that stands for other programs. */
  readonly pattern: string
}): ReactElement => {
  const { name, top, height, other, areas, line, ring, ticks } = panel
  return (
    <>
      <text className="cliff-name" x={left} y={top - 8}>
        {name}, GiB
      </text>
      {other !== '' && <path d={other} fill={`url(#${pattern})`} />}
      {areas.map(({ kind, d }) => (
        <path key={kind} className={`cliff-${kind}`} d={d} />
      ))}
      {ticks.map(({ y, gib }) => (
        <text key={gib} className="cliff-tick" x={left - 8} y={y + 4} textAnchor="end">
          {grouped(gib)}
        </text>
      ))}
      <path className="cliff-base" d={`M${left} ${top + height}H${right}`} />
      {line !== '' && <path className="cliff-load" d={line} />}
      {ring && <circle className="cliff-load-ring" cx={ring.x} cy={ring.y} r={5} />}
    </>
  )
}
