import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** Whether the list of keys is open. */
export const keyboardHelp = createStore<{ readonly open: boolean }>(() => ({ open: false }))

export const useKeyboardHelp = (): boolean => useStore(keyboardHelp, (state) => state.open)

export const showKeyboardHelp = (open: boolean): void => keyboardHelp.setState({ open })
