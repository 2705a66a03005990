import { type ReactElement, useId } from 'react'
import { grouped, tokens } from '../../core/format.ts'
import { contextSteps, stepIndex } from '../state/context-steps.ts'

const tickEvery = 4

/**
 * Context on a logarithmic scale with stops. A native range input: its arrow keys, touch and spoken value are the
 * system's own.
 */
export function ContextSlider({
  value,
  limit,
  perUser,
  onChange
}: {
  readonly value: number
  readonly limit: number
  readonly perUser: boolean
  readonly onChange: (tokens: number) => void
}): ReactElement {
  const id = useId()
  const steps = contextSteps(limit)
  const last = Math.max(1, steps.length - 1)
  const index = stepIndex(steps, value)
  const ticks = steps.flatMap((step, i) =>
    i === steps.length - 1 || (i % tickEvery === 0 && steps.length - 1 - i >= tickEvery / 2)
      ? [{ step, at: i / last }]
      : []
  )
  return (
    <div className="control context">
      <div className="control-head">
        <label htmlFor={id}>{perUser ? 'Context for each user' : 'Context'}</label>
        <output htmlFor={id}>{grouped(Math.min(value, limit))} tokens</output>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={steps.length - 1}
        step={1}
        value={index}
        aria-valuetext={`${grouped(steps[index] ?? limit)} tokens`}
        style={{ '--done': `${(index / last) * 100}%` }}
        onChange={(event) => onChange(steps[Number(event.target.value)] ?? limit)}
      />
      <div className="ticks" aria-hidden="true">
        {ticks.map(({ step, at }) => (
          <span key={step} style={{ '--at': at }}>
            {tokens(step)}
          </span>
        ))}
      </div>
    </div>
  )
}
