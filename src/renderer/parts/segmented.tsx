import { type ReactElement, useId } from 'react'

/** A few choices side by side: native radio buttons, so arrows and screen readers work as everywhere. */
export function Segmented<T extends string | number>({
  label,
  options,
  value,
  onChange,
  name = String
}: {
  readonly label: string
  readonly options: readonly T[]
  readonly value: T
  readonly onChange: (value: T) => void
  readonly name?: (value: T) => string
}): ReactElement {
  const group = useId()
  // A value set elsewhere (settings, address) is shown even where it is not among the usual ones.
  const shown = options.includes(value) ? options : [...options, value]
  return (
    <fieldset className="control">
      <legend>{label}</legend>
      <div className="segments">
        {shown.map((option) => (
          <label key={option}>
            <input type="radio" name={group} checked={option === value} onChange={() => onChange(option)} />
            <span>{name(option)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
