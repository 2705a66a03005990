import type { ReactElement } from 'react'
import type { CliffFrame } from '../../../../core/chart/cliff-frame.ts'
import { textWidth } from '../../../../core/chart/label-places.ts'
import { VerdictShape } from '../../../parts/verdict-mark.tsx'

/** Which verdict holds where: shape, word and colour, as far as a stretch has room for them. */
export const StageStrip = ({ strip }: { readonly strip: CliffFrame['strip'] }): ReactElement => (
  <>
    {strip.parts.map(({ level, word, x, width }) => (
      <g key={x} className={`verdict-${level}`}>
        <rect className="cliff-stage" x={x} y={strip.y} width={width} height={strip.height} />
        <path className="cliff-stage-edge" d={`M${x} ${strip.y}v${strip.height}`} />
        {width > 20 && (
          <svg x={x + 4} y={strip.y + 3} width={14} height={14}>
            <VerdictShape level={level} />
          </svg>
        )}
        {width > textWidth(word, 12) + 28 && (
          <text className="cliff-stage-word" x={x + 22} y={strip.y + 14}>
            {word}
          </text>
        )}
      </g>
    ))}
  </>
)
