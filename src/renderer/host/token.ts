const storageKey = 'plimsoll-token'

/**
 * The key of the page server arrives in the address (`#token=...`), is kept for this tab only and taken out of the
 * address bar, so that a copied address or a screenshot does not carry it.
 */
export function takeToken(location: Location, history: History, storage: Storage): string | null {
  const state = new URLSearchParams(location.hash.slice(1))
  const arrived = state.get('token')
  if (arrived === null) return storage.getItem(storageKey)
  storage.setItem(storageKey, arrived)
  state.delete('token')
  const rest = state.toString()
  history.replaceState(history.state, '', rest === '' ? location.pathname : `#${rest}`)
  return arrived
}
