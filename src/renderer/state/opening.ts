import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** The dialog in which a model is named, and what there is to say about what was opened or dropped. */
interface Opening {
  readonly dialog: boolean
  /** Files being read now. */
  readonly reading: string | null
  /** What could not be opened, and why. */
  readonly faults: readonly string[]
}

export const opening = createStore<Opening>(() => ({ dialog: false, reading: null, faults: [] }))

export const useOpening = <T>(select: (state: Opening) => T): T => useStore(opening, select)

export const showOpenDialog = (): void => opening.setState({ dialog: true, faults: [] })
export const hideOpenDialog = (): void => opening.setState({ dialog: false })
export const dismissFaults = (): void => opening.setState({ faults: [] })

/** Said once, however often it happens. */
export const sayFaults = (sentences: readonly string[]): void =>
  opening.setState({ faults: [...new Set(sentences)] })
