import { useSyncExternalStore } from 'react'

/** Where the model view stacks into one column; the style sheet breaks at the same width. */
const query = '(max-width: 1180px)'

function subscribe(changed: () => void): () => void {
  const list = window.matchMedia(query)
  list.addEventListener('change', changed)
  return () => list.removeEventListener('change', changed)
}

/** Whether everything stands in one column: cards are then put in another order, for eyes and for the Tab key alike. */
export const useNarrow = (): boolean =>
  useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
