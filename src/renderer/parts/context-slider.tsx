import type { ReactElement } from 'react'
import { grouped, tokens } from '../../core/format.ts'
import { contextSteps } from '../state/context-steps.ts'
import { SteppedSlider } from './stepped-slider.tsx'

const tickEvery = 4

/** Context on a logarithmic scale with stops. */
export function ContextSlider({
  value,
  limit,
  perUser,
  consequence,
  onChange
}: {
  readonly value: number
  readonly limit: number
  readonly perUser: boolean
  /** What the context leads to, spoken with it. */
  readonly consequence?: string
  readonly onChange: (tokens: number) => void
}): ReactElement {
  const steps = contextSteps(limit)
  const ticks = steps.filter(
    (_, i) => i === steps.length - 1 || (i % tickEvery === 0 && steps.length - 1 - i >= tickEvery / 2)
  )
  const shown = Math.min(value, limit)
  return (
    <SteppedSlider
      className="context"
      label={perUser ? 'Context for each user' : 'Context'}
      steps={steps}
      value={shown}
      text={`${grouped(shown)} tokens`}
      consequence={consequence}
      ticks={ticks.map((step) => ({ step, text: tokens(step) }))}
      onChange={onChange}
    />
  )
}
