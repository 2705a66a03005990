import { type ReactElement, useId } from 'react'

/** One line of a form with its unit and, where it was refused, the reason. */
export function LabelledInput({
  label,
  unit = '',
  value,
  wrong,
  onChange,
  focused = false
}: {
  readonly label: string
  readonly unit?: string
  readonly value: string
  /** Why the value was refused, as a sentence; null while it was not. */
  readonly wrong: string | null
  readonly onChange: (value: string) => void
  readonly focused?: boolean
}): ReactElement {
  const id = useId()
  return (
    <div className="control labelled">
      <label htmlFor={id}>{unit === '' ? label : `${label}, ${unit}`}</label>
      <input
        id={id}
        type="text"
        inputMode={unit === '' ? 'text' : 'decimal'}
        aria-invalid={wrong !== null}
        aria-describedby={wrong === null ? undefined : `${id}-wrong`}
        autoFocus={focused}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {wrong !== null && (
        <p id={`${id}-wrong`} className="wrong" role="alert">
          {wrong}
        </p>
      )}
    </div>
  )
}
