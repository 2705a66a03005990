import { type ReactElement, useId } from 'react'

/** A labelled native select: a column is narrow, and the system's own list is not. */
export function Choice<T extends string | number>({
  label,
  value,
  options,
  name = String,
  onChange
}: {
  readonly label: string
  readonly value: T
  readonly options: readonly T[]
  readonly name?: (value: T) => string
  readonly onChange: (value: T) => void
}): ReactElement {
  const id = useId()
  // A value set elsewhere (address, model view) is shown even where it is not among the usual ones.
  const shown = options.includes(value) ? options : [value, ...options]
  return (
    <div className="asked-choice">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={String(value)}
        onChange={(event) => {
          const chosen = shown.find((option) => String(option) === event.target.value)
          if (chosen !== undefined) onChange(chosen)
        }}
      >
        {shown.map((option) => (
          <option key={option} value={String(option)}>
            {name(option)}
          </option>
        ))}
      </select>
    </div>
  )
}
