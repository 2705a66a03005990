import { type ReactElement, useId, useState } from 'react'
import type { Measure } from '../../state/measure.ts'

/** A field for one value: Enter takes it, Escape leaves it, anything that is no value is said so. */
export function ValueForm<T>({
  label,
  start,
  measure,
  refuse,
  focused,
  onEnter,
  onCancel
}: {
  readonly label: string
  readonly start: string
  readonly measure: Measure<T>
  /** Why a value that is one cannot be, as a sentence; null when it can. */
  readonly refuse: ((value: T) => string | null) | undefined
  readonly focused: boolean
  readonly onEnter: (value: T) => void
  readonly onCancel: (() => void) | undefined
}): ReactElement {
  const hintId = useId()
  const [text, setText] = useState(start)
  const [wrong, setWrong] = useState<string | null>(null)
  return (
    <form
      className="value-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const value = measure.parse(text)
        const refused = value === null ? measure.hint : (refuse?.(value) ?? null)
        if (value === null || refused !== null) setWrong(refused)
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
        aria-invalid={wrong !== null}
        aria-describedby={wrong === null ? undefined : hintId}
        // The field appears because "Change" was pressed: that is where the person is.
        autoFocus={focused}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setWrong(null)
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
      {wrong !== null && (
        <p id={hintId} className="wrong" role="alert">
          {wrong}
        </p>
      )}
    </form>
  )
}
