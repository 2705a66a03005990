import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** Whether the question which machine answers are for is on screen. */
const chooser = createStore<{ readonly open: boolean }>(() => ({ open: false }))

export const useChooserOpen = (): boolean => useStore(chooser, (state) => state.open)
export const openChooser = (): void => chooser.setState({ open: true })
export const closeChooser = (): void => chooser.setState({ open: false })
