import { useCallback, useSyncExternalStore } from 'react'

/** Whether the window matches a media query, followed as it changes. */
function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    [query]
  )
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}

/**
 * Whether everything stands in one column: cards are then put in another order, for eyes and for the Tab key alike. The
 * style sheet breaks at the same width.
 */
export const useNarrow = (): boolean => useMedia('(max-width: 1180px)')

/** Whether it is a phone's window; the style sheet breaks at the same width. */
export const usePhone = (): boolean => useMedia('(max-width: 620px)')
