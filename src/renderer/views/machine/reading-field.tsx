import { type ReactElement, useState } from 'react'
import type { Confidence, Reading } from '../../../core/reading.ts'
import type { Measure } from '../../state/measure.ts'
import { ValueForm } from './value-form.tsx'

const confidences: Record<Exclude<Confidence, 'user'>, string> = {
  driver: 'read from',
  catalogue: 'looked up in',
  derived: 'worked out from'
}

/** How sure a value is, in a word; what was looked up says so itself. */
const sureness: Partial<Record<Confidence, string>> = { driver: 'certain', derived: 'likely' }

const origin = <T,>(reading: Reading<T>): string =>
  !reading.known
    ? reading.reason
    : reading.confidence === 'user'
      ? reading.source
      : // A measurement says what it is itself.
        reading.source.startsWith('measured')
        ? reading.source
        : `${confidences[reading.confidence]} ${reading.source}`

interface FieldProps<T> {
  readonly label: string
  readonly reading: Reading<T>
  /** What was typed over it; undefined when nothing was. */
  readonly override: T | undefined
  readonly measure: Measure<T>
  /** Where the override comes from when nobody typed it. */
  readonly overrideSource?: string | undefined
  /** Why a value cannot be beside the others, as a sentence; null when it can. */
  readonly refuse?: (value: T) => string | null
  readonly onChange: (value: T | undefined) => void
}

/**
 * One value of the machine: shown with its source, edited in place. An override is shown as one, beside what was
 * detected. An unknown is the word, the reason, and an open field.
 */
export function ReadingField<T>({
  label,
  reading,
  override,
  measure,
  overrideSource,
  refuse,
  onChange
}: FieldProps<T>): ReactElement {
  const [editing, setEditing] = useState(false)
  const entered = override !== undefined
  const open = editing || (!reading.known && !entered)
  // Another value may have changed since: what was typed stays, and says that it is not used.
  const refused = override === undefined ? null : (refuse?.(override) ?? null)
  const putBack = `Put back ${reading.known ? measure.show(reading.value) : 'unknown'}`
  const value = override ?? (reading.known ? reading.value : undefined)
  return (
    <div className={entered ? 'field entered' : 'field'} role="group" aria-label={label}>
      <div className="field-label">{label}</div>
      <div className="field-value">
        {!reading.known && !entered && <strong className="unknown">unknown</strong>}
        {open ? (
          <ValueForm
            label={label}
            start={value === undefined ? '' : measure.edit(value)}
            measure={measure}
            refuse={refuse}
            focused={editing}
            onCancel={editing ? () => setEditing(false) : undefined}
            onEnter={(typed) => {
              setEditing(false)
              onChange(typed)
            }}
          />
        ) : (
          value !== undefined && (
            <>
              <strong>{measure.show(value)}</strong>
              <button
                type="button"
                className="link"
                aria-label={`Change ${label}`}
                onClick={() => setEditing(true)}
              >
                Change
              </button>
            </>
          )
        )}
        {entered && !editing && (
          <button
            type="button"
            className="link"
            aria-label={`${putBack} as ${label}`}
            onClick={() => onChange(undefined)}
          >
            {putBack}
          </button>
        )}
      </div>
      <div className="field-origin">
        {entered ? (
          <>
            <span className="entered-mark">{overrideSource ?? 'entered by hand'}</span>
            {reading.known
              ? `, in place of ${measure.show(reading.value)} ${origin(reading)}`
              : `. ${origin(reading)}`}
          </>
        ) : (
          <>
            {reading.known && sureness[reading.confidence] !== undefined && (
              <span className="sureness">{sureness[reading.confidence]}</span>
            )}
            {origin(reading)}
          </>
        )}
        {refused !== null && <p className="wrong">{refused}</p>}
      </div>
    </div>
  )
}
