import { type ReactElement, useId, useState } from 'react'
import { nameProblem } from '../../state/kept-machines.ts'

/** A name for a machine. One that another has is refused, or takes a second press where it may replace that one. */
export function NameForm({
  label,
  start,
  action,
  except,
  mayReplace = false,
  onName,
  onCancel
}: {
  readonly label: string
  readonly start: string
  readonly action: string
  /** The machine's own name, which it may keep. */
  readonly except?: string
  readonly mayReplace?: boolean
  readonly onName: (name: string) => Promise<void>
  readonly onCancel: () => void
}): ReactElement {
  const id = useId()
  const [name, setName] = useState(start)
  const [wrong, setWrong] = useState<{ sentence: string; taken: boolean } | null>(null)
  const replaces = mayReplace && wrong?.taken === true
  return (
    <form
      className="name-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const problem = nameProblem(name, except)
        if (problem && !(replaces && problem.taken)) setWrong(problem)
        else void onName(name)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        onCancel()
      }}
    >
      <div className="control">
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          type="text"
          autoFocus
          maxLength={120}
          aria-invalid={wrong !== null}
          aria-describedby={wrong === null ? undefined : `${id}-wrong`}
          value={name}
          onChange={(event) => {
            setName(event.target.value)
            setWrong(null)
          }}
        />
      </div>
      <button type="submit" className="button">
        {replaces ? 'Replace it' : action}
      </button>
      <button type="button" className="link" onClick={onCancel}>
        Cancel
      </button>
      {wrong !== null && (
        <p id={`${id}-wrong`} className="wrong" role="alert">
          {wrong.sentence} {replaces ? 'Press again to replace it, or choose another name.' : ''}
        </p>
      )}
    </form>
  )
}
