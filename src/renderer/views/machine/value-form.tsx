import { type ReactElement, useId, useState } from 'react'
import type { Measure } from '../../state/measure.ts'

/** A field for one value: Enter takes it, Escape leaves it, anything that is no value is said so. */
export function ValueForm<T>({
  label,
  start,
  measure,
  focused,
  onEnter,
  onCancel
}: {
  readonly label: string
  readonly start: string
  readonly measure: Measure<T>
  readonly focused: boolean
  readonly onEnter: (value: T) => void
  readonly onCancel: (() => void) | undefined
}): ReactElement {
  const hintId = useId()
  const [text, setText] = useState(start)
  const [wrong, setWrong] = useState(false)
  return (
    <form
      className="value-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const value = measure.parse(text)
        if (value === null) setWrong(true)
        else onEnter(value)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !onCancel) return
        event.preventDefault()
        event.stopPropagation()
        onCancel()
      }}
    >
      <input
        type="text"
        className={measure.unit === '' ? undefined : 'number'}
        inputMode={measure.unit === '' ? 'text' : 'decimal'}
        aria-label={measure.unit === '' ? label : `${label}, in ${measure.unit}`}
        aria-invalid={wrong}
        aria-describedby={wrong ? hintId : undefined}
        // The field appears because "Change" was pressed: that is where the person is.
        autoFocus={focused}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setWrong(false)
        }}
      />
      {measure.unit !== '' && <span className="unit">{measure.unit}</span>}
      <button type="submit" className="button">
        Set
      </button>
      {onCancel && (
        <button type="button" className="link" onClick={onCancel}>
          Cancel
        </button>
      )}
      {wrong && (
        <p id={hintId} className="wrong" role="alert">
          {measure.hint}
        </p>
      )}
    </form>
  )
}
