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

/**
 * The address of a later start, opened in the tab of an earlier one, changes nothing but what follows the #: the page
 * would stay, with a key that fits no more. It is loaded anew. To be called before anyone else listens to the address.
 */
export function reloadOnNewToken(window: Window): void {
  const look = (event: Event): void => {
    if (!new URLSearchParams(window.location.hash.slice(1)).has('token')) return
    event.stopImmediatePropagation()
    window.location.reload()
  }
  window.addEventListener('popstate', look)
  window.addEventListener('hashchange', look)
}
