import { type KeyboardEvent, type ReactElement, useEffect, useRef } from 'react'
import type { HostApi } from '../../../contract/api.ts'
import type { Wish } from '../../../catalog/pretend/wish.ts'
import { choose, useChoices } from '../../state/choices.ts'
import { closeChooser } from '../../state/chooser.ts'
import { listKept, useKeptMachines } from '../../state/kept-machines.ts'
import { backToThis, keptChoice, pretend, takeKept } from '../../state/stand-in.ts'
import { PretendForm } from './pretend-form.tsx'
import { shortly } from './shortly.ts'

/** Up and Down go through everything that can be chosen, the field first. */
function step(event: KeyboardEvent<HTMLDialogElement>): void {
  // Digits and letters mean views outside; Escape is the dialog's own.
  event.stopPropagation()
  const direction = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (direction === undefined) return
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('.pretend-input, .choice')]
  const at = stops.indexOf(document.activeElement as HTMLElement)
  const next = stops[Math.min(stops.length - 1, Math.max(0, at + direction))]
  if (!next) return
  event.preventDefault()
  next.focus()
}

/** Which machine answers are for: one that is described in a line, this one, or a kept one. */
export function Chooser({ host }: { readonly host: HostApi }): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null)
  const current = useChoices((state) => state.machine)
  const { machines, failure } = useKeptMachines()
  useEffect(() => {
    void listKept(host)
    dialog.current?.showModal()
    // The dialog would begin at its first button.
    dialog.current?.querySelector<HTMLInputElement>('.pretend-input')?.focus()
  }, [host])
  // Closed by the dialog itself, which gives the focus back to where it was.
  const close = (): void => dialog.current?.close()
  const take = (choice: () => void): void => {
    choice()
    close()
  }
  return (
    <dialog
      ref={dialog}
      className="chooser"
      aria-labelledby="chooser-title"
      onClose={closeChooser}
      onKeyDown={step}
      onClick={(event) => {
        if (event.target === event.currentTarget) close()
      }}
    >
      <div className="chooser-inside">
        <div className="card-head">
          <h2 id="chooser-title">Which machine are the answers for?</h2>
          <button type="button" className="link" onClick={close}>
            Close
          </button>
        </div>
        <PretendForm onTake={(wish: Wish) => void pretend(wish).then(close)} />
        <h3>Or one that is known</h3>
        <ul className="choices">
          <li>
            <button
              type="button"
              className="choice"
              aria-current={current === null ? 'true' : undefined}
              onClick={() => take(backToThis)}
            >
              <span>This machine</span>
              <small>as it is read here</small>
            </button>
          </li>
          {machines?.map((machine) => (
            <li key={machine.name}>
              <button
                type="button"
                className="choice"
                aria-current={current === keptChoice(machine.name) ? 'true' : undefined}
                onClick={() => take(() => takeKept(machine))}
              >
                <span>{machine.name}</span>
                <small>{shortly(machine)}</small>
              </button>
            </li>
          ))}
        </ul>
        {failure !== null && <p className="wrong">{failure}</p>}
        {machines?.length === 0 && (
          <p className="quiet">
            None is kept yet.{' '}
            <button type="button" className="link" onClick={() => take(() => choose({ view: 'machine' }))}>
              Keep or import one
            </button>
          </p>
        )}
      </div>
    </dialog>
  )
}
