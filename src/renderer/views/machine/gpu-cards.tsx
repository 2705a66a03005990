import { lazy, type ReactElement, Suspense, useEffect, useRef, useState } from 'react'
import type { DeviceById } from '../../../core/machine/added-accelerators.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { acceleratorsBeneath } from '../../../core/machine/overrides.ts'
import { valueOf } from '../../../core/reading.ts'
import type { Overrides } from '../../../core/schema/overrides.ts'
import {
  addCards,
  type OverridesChange,
  removeCard,
  roomForCards,
  undo
} from '../../state/change-overrides.ts'
import { loadDevices, useDeviceLookup } from '../../state/device-lookup.ts'
import { fetchAhead } from '../../state/when-idle.ts'
import { AcceleratorFields } from './accelerator-fields.tsx'

// The form brings the device catalogue along. The look-up is there before the form is, so that the machine with a
// new card is known at once.
const addCard = () => import('./add-card.tsx')
const AddCard = lazy(async () => {
  await loadDevices()
  return { default: (await addCard()).AddCard }
})

const notLoaded: DeviceById = () => undefined

interface Told extends OverridesChange {
  readonly sentence: string
}

/** The graphics cards, detected and added, and the way to add one. */
export function GpuCards({
  detected,
  overrides
}: {
  readonly detected: Machine
  readonly overrides: Overrides
}): ReactElement {
  const deviceById = useDeviceLookup() ?? notLoaded
  const [open, setOpen] = useState(false)
  const [told, setTold] = useState<Told | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => fetchAhead(addCard), [])
  const cards = acceleratorsBeneath(detected, overrides, deviceById)
  const added = new Set(overrides.added?.map(({ id }) => id))
  const room = roomForCards(overrides)
  // The button stays where the form or the card was taken away: the focus must not be lost with them.
  const close = (change: Told | null): void => {
    setOpen(false)
    setTold(change)
    button.current?.focus()
  }
  return (
    <>
      {cards.map((card, index) => {
        const title = cards.length > 1 ? `GPU ${index + 1}` : 'GPU'
        return (
          <AcceleratorFields
            key={card.id}
            detected={card}
            override={overrides.accelerators[card.id] ?? {}}
            title={title}
            {...(added.has(card.id) && {
              onRemove: () =>
                close({ ...removeCard(card.id), sentence: `Removed ${valueOf(card.name) ?? title}.` })
            })}
          />
        )
      })}
      {cards.length === 0 && (
        <section className="card">
          <h2>GPU</h2>
          <p>No GPU was found: answers are for the CPU. If there is one, enter it by hand.</p>
        </section>
      )}
      <div className="add-row">
        <button
          ref={button}
          type="button"
          className="button"
          aria-expanded={open}
          aria-disabled={room === 0 && !open}
          onClick={() => (open ? close(null) : setOpen(room > 0))}
        >
          Add a graphics card
        </button>
        {room === 0 && <span className="quiet">No more cards can be added.</span>}
        <p className="told" role="status">
          {told && told.after === overrides && (
            <>
              {told.sentence}{' '}
              <button
                type="button"
                className="link"
                onClick={() => {
                  undo(told)
                  close(null)
                }}
              >
                Undo
              </button>
            </>
          )}
        </p>
      </div>
      {open && (
        <Suspense fallback={<p className="waiting">Opening the device catalogue…</p>}>
          <AddCard
            platform={detected.platform}
            room={room}
            onCancel={() => close(null)}
            onAdd={(card, count, name) =>
              close({
                ...addCards(card, count),
                sentence: `Added ${count === 1 ? name : `${count} × ${name}`}.`
              })
            }
          />
        </Suspense>
      )}
    </>
  )
}
