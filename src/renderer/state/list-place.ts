import type { VirtualItem } from '@tanstack/react-virtual'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { FileType } from '../../core/quant/file-type.ts'
import { choose, untuned } from './choices.ts'

/** Where the reader is in the list: kept while another view is open, not beyond that. */
export interface ListPlace {
  /** Models whose quantisations are open, by slug. */
  readonly open: ReadonlySet<string>
  /** Families that are folded. */
  readonly folded: ReadonlySet<string>
}

export const listPlace = createStore<ListPlace>(() => ({ open: new Set(), folded: new Set() }))

export const useListPlace = <T>(select: (state: ListPlace) => T): T => useStore(listPlace, select)

/** With the key taken out where it was in, put in where it was not. */
function flipped(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  return next
}

export const toggleQuants = (slug: string): void =>
  listPlace.setState(({ open }) => ({ open: flipped(open, slug) }))

export const toggleFamily = (family: string): void =>
  listPlace.setState(({ folded }) => ({ folded: flipped(folded, family) }))

export const foldFamilies = (families: readonly string[]): void =>
  listPlace.setState({ folded: new Set(families) })

/** One model with the quantisation that was pressed. */
export const openQuant = (slug: string, quant: FileType): void =>
  choose({ view: 'model', model: slug, quant, tuning: untuned })

/** What need not be drawn again when it changes. */
export const lastSeen: {
  /** Slugs of the models on screen, from the top: worked out first. */
  slugs: readonly string[]
  /** Key of the selected row. */
  key: string | null
  /** Of the window, in pixels. */
  scroll: number
  /** Heights of the rows. */
  heights: VirtualItem[]
} = { slugs: [], key: null, scroll: 0, heights: [] }
