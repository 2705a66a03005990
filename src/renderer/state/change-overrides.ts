import type { BytesPerSecond } from '../../core/quantity.ts'
import { mostAddedCards } from '../../core/schema/limits.ts'
import type { AddedCard, Overrides } from '../../core/schema/overrides.ts'
import { type Choices, choices } from './choices.ts'

/** The corrections of the machine that answers are for. */
export const overridesOf = ({ machine, overrides, standInOverrides }: Choices): Overrides =>
  machine === null ? overrides : standInOverrides

function setOverrides(next: Overrides): void {
  choices.setState(choices.getState().machine === null ? { overrides: next } : { standInOverrides: next })
}

type HostKey = Exclude<keyof Overrides, 'accelerators' | 'added'>
export type AcceleratorOverride = Overrides['accelerators'][string]

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never
/** A card as a form describes it, before it has an id. */
export type NewCard = WithoutId<AddedCard>

/** `values` without the keys that are undefined: an override that was undone leaves no trace. */
const present = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T

/** Sets one value of the machine by hand, or takes it back with `undefined`. */
export function overrideHost<K extends HostKey>(key: K, value: Overrides[K] | undefined): void {
  const overrides = overridesOf(choices.getState())
  // A figure that is typed over a measured one was not measured.
  const measured = key === 'ramBandwidth' ? { ramBandwidthSource: undefined } : {}
  setOverrides(present({ ...overrides, ...measured, [key]: value }))
}

/** Puts a measured bandwidth of RAM in the place of what was read. */
export function overrideMeasured(bandwidth: BytesPerSecond, source: string): OverridesChange {
  const overrides = overridesOf(choices.getState())
  return change({ ...overrides, ramBandwidth: bandwidth, ramBandwidthSource: source })
}

/** The same for a value of one accelerator. */
export function overrideAccelerator<K extends keyof AcceleratorOverride>(
  id: string,
  key: K,
  value: AcceleratorOverride[K] | undefined
): void {
  const overrides = overridesOf(choices.getState())
  const changed = present({ ...overrides.accelerators[id], [key]: value })
  const accelerators = { ...overrides.accelerators, [id]: changed }
  const kept = Object.fromEntries(Object.entries(accelerators).filter(([, of]) => Object.keys(of).length > 0))
  setOverrides({ ...overrides, accelerators: kept })
}

/** The overrides before and after a change: as long as `after` is what there is, going back loses nothing else. */
export interface OverridesChange {
  readonly before: Overrides
  readonly after: Overrides
}

function change(after: Overrides): OverridesChange {
  const before = overridesOf(choices.getState())
  setOverrides(after)
  return { before, after }
}

export const undo = ({ before }: OverridesChange): void => setOverrides(before)

/** How many more cards can be added. */
export const roomForCards = ({ added = [] }: Overrides): number => mostAddedCards - added.length

/** Adds `count` cards of one kind after those that are there; no more than there is room for. */
export function addCards(card: NewCard, count: number): OverridesChange {
  const overrides = overridesOf(choices.getState())
  const { added = [] } = overrides
  const taken = Math.max(0, ...added.map(({ id }) => Number(id.slice('added'.length))))
  const cards = Array.from({ length: Math.min(count, roomForCards(overrides)) }, (_, index): AddedCard => ({
    ...card,
    id: `added${taken + 1 + index}`
  }))
  return change({ ...overrides, added: [...added, ...cards] })
}

/** Removes an added card and what was typed over it. */
export function removeCard(id: string): OverridesChange {
  const overrides = overridesOf(choices.getState())
  const added = (overrides.added ?? []).filter((card) => card.id !== id)
  const accelerators = Object.fromEntries(
    Object.entries(overrides.accelerators).filter(([key]) => key !== id)
  )
  return change(present({ ...overrides, accelerators, added: added.length > 0 ? added : undefined }))
}
