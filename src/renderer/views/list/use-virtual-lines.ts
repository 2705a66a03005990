import { defaultRangeExtractor, useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Item } from '../../state/list-items.ts'
import { lastSeen } from '../../state/list-place.ts'

/** About the height of a line before it is measured, in pixels: wide, and as a card on a phone. */
const heights: Record<Item['kind'], readonly [wide: number, narrow: number]> = {
  group: [41, 45],
  model: [63, 134],
  quant: [49, 69]
}

const narrow = (): boolean => window.innerWidth <= 760

export interface VirtualLines {
  /** The lines to draw, with where they start in the page. */
  readonly lines: readonly VirtualItem[]
  /** Of all lines together. */
  readonly height: number
  /** Where the lines start in the page. */
  readonly offset: number
  /** Reads the height of a line as it is drawn. */
  readonly measure: (line: HTMLElement | null) => void
}

/** Which lines are on screen while the window scrolls, and the place to come back to. */
export function useVirtualLines(
  items: readonly Item[],
  at: number,
  body: RefObject<HTMLDivElement | null>,
  question: string
): VirtualLines {
  const [offset, setOffset] = useState(0)
  // Its functions answer anew at each draw; nothing here remembers them.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useWindowVirtualizer<HTMLElement>({
    count: items.length,
    estimateSize: (index) => heights[items[index]?.kind ?? 'model'][Number(narrow())] ?? 63,
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 6,
    scrollMargin: offset,
    initialOffset: lastSeen.scroll,
    initialMeasurementsCache: lastSeen.heights,
    // The selected line stays in the document: it has the focus.
    rangeExtractor: (range) => {
      const near = defaultRangeExtractor(range)
      return at === -1 || near.includes(at) ? near : [...near, at].sort((a, b) => a - b)
    }
  })
  const lines = virtualizer.getVirtualItems()

  useLayoutEffect(() => {
    // What stands above the list changes its height: the panel of filters, a sentence that wraps.
    const main = document.getElementById('main')
    const place = (): void => {
      const top = body.current?.getBoundingClientRect().top ?? 0
      setOffset(Math.round(top + window.scrollY))
    }
    place()
    if (!main || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(place)
    for (const part of [main, ...main.children]) observer.observe(part)
    return () => observer.disconnect()
  }, [body])

  useEffect(() => {
    const { range } = virtualizer
    lastSeen.slugs = items
      .slice(range?.startIndex ?? 0, (range?.endIndex ?? 0) + 1)
      .flatMap((item) => (item.kind === 'group' ? [] : [item.row.model.slug]))
  })

  useLayoutEffect(() => {
    window.scrollTo(0, lastSeen.scroll)
    const keep = (): void => {
      lastSeen.scroll = window.scrollY
    }
    window.addEventListener('scroll', keep, { passive: true })
    return () => {
      window.removeEventListener('scroll', keep)
      lastSeen.heights = virtualizer.takeSnapshot()
      window.scrollTo(0, 0)
    }
  }, [virtualizer])

  const asked = useRef(question)
  useEffect(() => {
    if (asked.current === question) return
    asked.current = question
    const top = document.querySelector<HTMLElement>('.search-row')?.offsetTop ?? 0
    if (window.scrollY > top) window.scrollTo(0, top)
  }, [question])

  return { lines, height: virtualizer.getTotalSize(), offset, measure: virtualizer.measureElement }
}
