import { type KeyboardEvent, type ReactElement, useCallback, useEffect, useRef, useState } from 'react'
import type { Assessment } from '../../../core/fit/assessment.ts'
import { choices, openModel } from '../../state/choices.ts'
import { ColumnHeads } from './column-heads.tsx'
import { ModelRow } from './model-row.tsx'
import { NothingFound } from './nothing-found.tsx'

const pageOfRows = 8

/** Where a key leads from row `at` of `count`; null for keys that do not move. */
export function rowAfter(key: string, at: number, count: number): number | null {
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + pageOfRows,
    PageUp: at - pageOfRows,
    Home: 0,
    End: count - 1
  }[key]
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to))
}

const rowOf = (grid: HTMLElement | null, slug: string): HTMLElement | null =>
  grid?.querySelector<HTMLElement>(`[data-slug="${CSS.escape(slug)}"]`) ?? null

/**
 * The list as a grid with one row in the tab order. Every row is in the document, so that the browser's own search
 * finds it; rows out of sight cost no layout (`content-visibility`).
 */
export function ModelList({
  rows,
  reasons,
  waiting,
  parallel
}: {
  readonly rows: readonly Assessment[]
  /** Why a match was found, by slug; null when nothing was searched for. */
  readonly reasons: ReadonlyMap<string, string> | null
  /** More rows may come. */
  readonly waiting: boolean
  readonly parallel: number
}): ReactElement {
  const grid = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState(() => choices.getState().model)
  const active = rows.some(({ model }) => model.slug === chosen) ? chosen : (rows[0]?.model.slug ?? null)
  const onActive = useCallback((slug: string) => setChosen(slug), [])

  const returned = useRef(false)
  useEffect(() => {
    // Back from one model: its row, as soon as it is there, is where the reader was.
    const { model } = choices.getState()
    if (returned.current || document.activeElement !== document.body) return
    const row = model === null ? null : rowOf(grid.current, model)
    row?.focus()
    returned.current = row !== null || !waiting
  }, [rows, waiting])

  useEffect(() => {
    const enter = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'ArrowDown' || event.target !== document.body || event.defaultPrevented) return
      event.preventDefault()
      grid.current?.querySelector<HTMLElement>('.row[tabindex="0"]')?.focus()
    }
    window.addEventListener('keydown', enter)
    return () => window.removeEventListener('keydown', enter)
  }, [])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (active === null || !(event.target instanceof HTMLElement) || event.target.role !== 'row') return
    if (event.key === 'Enter') {
      event.preventDefault()
      openModel(active)
      return
    }
    const at = rows.findIndex(({ model }) => model.slug === active)
    const to = rows[rowAfter(event.key, at, rows.length) ?? -1]
    if (!to) return
    event.preventDefault()
    rowOf(grid.current, to.model.slug)?.focus()
  }

  if (rows.length === 0 && waiting) return <p className="empty">Working it out…</p>
  if (rows.length === 0) return <NothingFound />
  return (
    <div
      ref={grid}
      className="list"
      role="grid"
      aria-label="Models"
      aria-rowcount={rows.length + 1}
      onKeyDown={onKeyDown}
    >
      <ColumnHeads searching={reasons !== null} perUser={parallel > 1} />
      <div role="rowgroup">
        {rows.map((assessment, index) => (
          <ModelRow
            key={assessment.model.slug}
            assessment={assessment}
            index={index}
            parallel={parallel}
            reason={reasons?.get(assessment.model.slug) ?? null}
            active={assessment.model.slug === active}
            onActive={onActive}
          />
        ))}
      </div>
    </div>
  )
}
