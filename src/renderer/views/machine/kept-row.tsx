import { type ReactElement, useRef, useState } from 'react'
import type { Machine } from '../../../core/machine/machine.ts'
import { NameForm } from './name-form.tsx'
import { shortly } from './shortly.ts'

/** One kept machine and what can be done with it. */
export function KeptRow({
  machine,
  isUsed,
  onUse,
  onExport,
  onRemove,
  onRename
}: {
  readonly machine: Machine
  readonly isUsed: boolean
  readonly onUse: () => void
  readonly onExport: () => void
  readonly onRemove: () => void
  readonly onRename: (name: string) => Promise<void>
}): ReactElement {
  const [renaming, setRenaming] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const action = (word: string, run: () => void): ReactElement => (
    <button type="button" className="link" aria-label={`${word} ${machine.name}`} onClick={run}>
      {word}
    </button>
  )
  const stop = (): void => {
    setRenaming(false)
    button.current?.focus()
  }
  return (
    <li className="kept-row">
      <div className="kept-name">
        <strong>{machine.name}</strong>
        <small>{shortly(machine)}</small>
      </div>
      <div className="card-actions">
        {isUsed ? <span className="entered-mark">answers are for it</span> : action('Use', onUse)}
        <button
          ref={button}
          type="button"
          className="link"
          aria-label={`Rename ${machine.name}`}
          aria-expanded={renaming}
          onClick={() => setRenaming(!renaming)}
        >
          Rename
        </button>
        {action('Export', onExport)}
        {action('Remove', onRemove)}
      </div>
      {renaming && (
        <NameForm
          label={`New name of ${machine.name}`}
          start={machine.name}
          action="Rename"
          except={machine.name}
          onCancel={stop}
          onName={(name) => {
            stop()
            return onRename(name)
          }}
        />
      )}
    </li>
  )
}
