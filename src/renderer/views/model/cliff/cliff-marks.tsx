import type { ReactElement } from 'react'
import type { CliffFrame, CliffMark } from '../../../../core/chart/cliff-frame.ts'
import { grouped } from '../../../../core/format.ts'
import type { CliffLever } from '../../../../core/fit/cliff-levers.ts'

/** The red is spent on capacity alone. */
const colour = ({ cliff }: CliffMark): string =>
  cliff.kind === 'trained-context' ? 'mark-quiet' : 'mark-load'

/** Dotted lines with their rings; a number in the ring where there is no room for a label. */
export const MarkLines = ({ frame }: { readonly frame: CliffFrame }): ReactElement => (
  <>
    {frame.marks.map((mark, index) => {
      const radius = frame.numbered ? 8.5 : 4.5
      return (
        <g key={mark.cliff.kind} className={`cliff-mark ${colour(mark)}`}>
          <path d={`M${mark.x} ${mark.y + radius}V${frame.bottom}`} />
          <circle cx={mark.x} cy={mark.y} r={radius} />
          {frame.numbered && (
            <text x={mark.x} y={mark.y + 4} textAnchor="middle">
              {index + 1}
            </text>
          )}
        </g>
      )
    })}
  </>
)

type OnPull = (lever: CliffLever) => void

/** A lever to press, or the words that stand where there is none. */
function Under({ mark, onPull }: { readonly mark: CliffMark; readonly onPull: OnPull }): ReactElement {
  const { cliff, title, under } = mark
  const { lever } = cliff
  if (!lever) return <small>{under}</small>
  return (
    <button type="button" className="link cliff-lever" onClick={() => onPull(lever)}>
      {under}
      <span className="visually-hidden"> for “{title}”: apply</span>
    </button>
  )
}

/** The labels beside their lines. */
export const MarkLabels = ({
  frame,
  onPull
}: {
  readonly frame: CliffFrame
  readonly onPull: OnPull
}): ReactElement => (
  <>
    {frame.marks.map((mark) =>
      mark.label === null ? null : (
        <div
          key={mark.cliff.kind}
          className={`cliff-label cliff-label-${mark.label.side}`}
          style={{ '--x': mark.label.x, '--y': mark.y, '--width': mark.label.width }}
        >
          <strong>{mark.title}</strong>
          <Under mark={mark} onPull={onPull} />
        </div>
      )
    )}
  </>
)

/** The same as a list, its numbers those in the rings. */
export const MarkList = ({
  frame,
  onPull
}: {
  readonly frame: CliffFrame
  readonly onPull: OnPull
}): ReactElement => (
  <ol className="cliff-list">
    {frame.marks.map((mark, index) => (
      <li key={mark.cliff.kind}>
        <span className={`cliff-number ${colour(mark)}`} aria-hidden="true">
          {index + 1}
        </span>
        <div>
          <strong>{mark.title}</strong> <small>{grouped(mark.cliff.contextTokens)} tokens</small>
          <div>
            <Under mark={mark} onPull={onPull} />
          </div>
        </div>
      </li>
    ))}
  </ol>
)
