import type { ReactElement } from 'react'
import { SteppedSlider } from '../../parts/stepped-slider.tsx'

/**
 * A slider that is left to itself until it is touched: then it holds what was set, and one press on the button below it
 * lets go again. The button names what is taken when nothing is set.
 */
export function AutoSlider({
  label,
  steps,
  value,
  text,
  automatic,
  set,
  consequence,
  onChange,
  onAutomatic
}: {
  readonly label: string
  readonly steps: readonly number[]
  /** In use: what was set, or what was taken. */
  readonly value: number
  readonly text: string
  /** `Automatic: 29 of 49`. */
  readonly automatic: string
  /** Whether somebody set it. */
  readonly set: boolean
  readonly consequence: string
  readonly onChange: (value: number) => void
  readonly onAutomatic: () => void
}): ReactElement {
  return (
    <SteppedSlider
      className={set ? 'tuned' : 'untouched'}
      label={label}
      steps={steps}
      value={value}
      text={text}
      consequence={set ? consequence : `automatic, ${consequence}`}
      onChange={onChange}
      after={
        <button
          type="button"
          className="auto"
          aria-label={`${automatic}, ${label}`}
          aria-pressed={!set}
          onClick={onAutomatic}
        >
          {automatic}
        </button>
      }
    />
  )
}
