import { type ReactElement, type ReactNode, useId } from 'react'
import { stepIndex } from '../state/context-steps.ts'

export interface Tick {
  readonly step: number
  readonly text: string
}

/**
 * A slider over given stops. A native range input: its arrow keys, PageUp, Home, touch and spoken value are the
 * system's own. It says the value and what follows from it.
 */
export function SteppedSlider({
  label,
  steps,
  value,
  text,
  consequence,
  ticks = [],
  className = '',
  after,
  onChange
}: {
  readonly label: string
  /** Ascending, at least one. */
  readonly steps: readonly number[]
  /** Shown as it is, also between two stops: the thumb then stands at the lower one. */
  readonly value: number
  /** `32,768 tokens`. */
  readonly text: string
  /** What the value leads to, spoken after it. */
  readonly consequence?: string | undefined
  readonly ticks?: readonly Tick[]
  readonly className?: string
  /** Stands below the track. */
  readonly after?: ReactNode
  readonly onChange: (value: number) => void
}): ReactElement {
  const id = useId()
  const last = Math.max(1, steps.length - 1)
  const index = stepIndex(steps, value)
  return (
    <div className={`control slider ${className}`}>
      <div className="control-head">
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id}>{text}</output>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={steps.length - 1}
        step={1}
        value={index}
        aria-valuetext={consequence === undefined ? text : `${text}: ${consequence}`}
        style={{ '--done': `${(index / last) * 100}%` }}
        onChange={(event) => {
          const chosen = steps[Number(event.target.value)]
          if (chosen !== undefined) onChange(chosen)
        }}
      />
      {ticks.length > 0 && (
        <div className="ticks" aria-hidden="true">
          {ticks.map(({ step, text: name }) => (
            <span key={step} style={{ '--at': stepIndex(steps, step) / last }}>
              {name}
            </span>
          ))}
        </div>
      )}
      {after}
    </div>
  )
}
