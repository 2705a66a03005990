import type { ReactElement } from 'react'
import { pixel } from '../../../../core/chart/path.ts'
import type { SpeedFrame } from '../../../../core/chart/speed-frame.ts'

const tick = (rate: number): string => String(Number(rate.toFixed(3)))

/** Tokens per second over the context with its range, and the same with a smaller cache. */
export const SpeedPanel = ({
  panel: { top, ticks, band, line, compared },
  title,
  left,
  right
}: {
  readonly panel: SpeedFrame
  readonly title: string
  readonly left: number
  readonly right: number
}): ReactElement => (
  <>
    <text className="cliff-name" x={left} y={top - 8}>
      {title}
    </text>
    {ticks.map(({ y, rate }) => (
      <g key={rate}>
        <path className="cliff-base" d={`M${left} ${pixel(y)}H${right}`} />
        <text className="cliff-tick" x={left - 8} y={y + 4} textAnchor="end">
          {tick(rate)}
        </text>
      </g>
    ))}
    <path className="cliff-band" d={band} />
    {compared && <path className="cliff-compared" d={compared.d} />}
    <path className="cliff-line" d={line} />
  </>
)
