import { type ReactElement, useState } from 'react'
import type { Platform } from '../../../core/machine/machine.ts'
import type { NewCard } from '../../state/change-overrides.ts'
import { EnteredCardForm } from './entered-card-form.tsx'
import { ListedCardForm } from './listed-card-form.tsx'

/** Adds a graphics card that detection did not find: from the catalogue, or with figures typed by hand. */
export function AddCard({
  platform,
  room,
  onAdd,
  onCancel
}: {
  readonly platform: Platform
  /** How many more cards can be added, 1 or more. */
  readonly room: number
  readonly onAdd: (card: NewCard, count: number, name: string) => void
  readonly onCancel: () => void
}): ReactElement {
  const [listed, setListed] = useState(true)
  const actions = (
    <div className="add-actions">
      <button type="submit" className="button">
        Add
      </button>
      <button type="button" className="link" onClick={() => setListed(!listed)}>
        {listed ? 'It is not in the list' : 'Choose from the list'}
      </button>
      <button type="button" className="link" onClick={onCancel}>
        Cancel
      </button>
    </div>
  )
  return (
    <section
      className="card add-card"
      aria-label="Add a graphics card"
      onKeyDownCapture={(event) => {
        if (event.key !== 'Escape') return
        // While the list is open Escape is for it; afterwards it would leave the view.
        if (event.currentTarget.querySelector('[aria-expanded=true]')) return
        event.preventDefault()
        event.stopPropagation()
        onCancel()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.stopPropagation()
      }}
    >
      <h2>Add a graphics card</h2>
      {listed ? (
        <ListedCardForm platform={platform} room={room} onAdd={onAdd}>
          {actions}
        </ListedCardForm>
      ) : (
        <EnteredCardForm room={room} onAdd={onAdd}>
          {actions}
        </EnteredCardForm>
      )}
    </section>
  )
}
