import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Item } from '../../state/list-items.ts'
import { lastSeen } from '../../state/list-place.ts'

const lineOf = (body: HTMLElement | null, key: string): HTMLElement | null =>
  body?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null

export interface Selection {
  /** Key of the line in the tab order; null in an empty list. */
  readonly active: string | null
  /** Its index; -1 in an empty list. */
  readonly at: number
  /** A line has the focus. */
  readonly select: (key: string) => void
  /** Focuses another line and brings it into sight. */
  readonly move: (key: string) => void
}

/** The one line that keys act on. It is remembered while another view is open. */
export function useSelection(items: readonly Item[], body: RefObject<HTMLDivElement | null>): Selection {
  const [chosen, setChosen] = useState(lastSeen.key)
  const found = items.findIndex(({ key }) => key === chosen)
  const at = found === -1 ? Math.min(0, items.length - 1) : found
  const active = items[at]?.key ?? null
  const moved = useRef(false)

  const select = useCallback((key: string) => {
    lastSeen.key = key
    setChosen(key)
  }, [])
  const move = useCallback(
    (key: string) => {
      moved.current = true
      select(key)
    },
    [select]
  )

  useLayoutEffect(() => {
    // By now the line is in the document, wherever it is in the list.
    if (!moved.current || active === null) return
    moved.current = false
    const line = lineOf(body.current, active)
    line?.focus({ preventScroll: true })
    line?.scrollIntoView({ block: 'nearest' })
  }, [active, body])

  const returned = useRef(false)
  useEffect(() => {
    // Back from another view: the line that was left, as soon as it is there, is where the reader was.
    if (returned.current || lastSeen.key === null || document.activeElement !== document.body) return
    const line = lineOf(body.current, lastSeen.key)
    line?.focus({ preventScroll: true })
    returned.current = line !== null
  }, [items, body])

  useEffect(() => {
    const enter = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'ArrowDown' || event.target !== document.body || event.defaultPrevented) return
      const line = body.current?.querySelector<HTMLElement>('[tabindex="0"]')
      if (!line) return
      event.preventDefault()
      line.focus({ preventScroll: true })
      line.scrollIntoView({ block: 'nearest' })
    }
    window.addEventListener('keydown', enter)
    return () => window.removeEventListener('keydown', enter)
  }, [body])

  return { active, at, select, move }
}
