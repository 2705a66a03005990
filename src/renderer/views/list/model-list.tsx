import { type KeyboardEvent, type ReactElement, useCallback, useRef } from 'react'
import { openModel } from '../../state/choices.ts'
import { type Item, moveOn } from '../../state/list-items.ts'
import { openQuant, toggleFamily, toggleQuants } from '../../state/list-place.ts'
import { ColumnHeads } from './column-heads.tsx'
import { GroupRow } from './group-row.tsx'
import { ModelRow } from './model-row.tsx'
import { QuantRow } from './quant-row.tsx'
import { useSelection } from './use-selection.ts'
import { useVirtualLines } from './use-virtual-lines.ts'

function enter(item: Item): void {
  if (item.kind === 'group') toggleFamily(item.family)
  else if (item.kind === 'model') openModel(item.row.model.slug)
  else openQuant(item.row.model.slug, item.fileType)
}

function toggle(item: Item): void {
  if (item.kind === 'group') toggleFamily(item.family)
  else if (item.kind === 'model') toggleQuants(item.row.model.slug)
}

export interface ModelListProps {
  readonly items: readonly Item[]
  /** Why a match was found, by slug; null when nothing was searched for. */
  readonly reasons: ReadonlyMap<string, string> | null
  /** Answers are still to come. */
  readonly busy: boolean
  readonly parallel: number
  /** Changes when other rows are shown, or in another order: the list starts from its top then. */
  readonly question: string
  readonly onCopy: (item: Item) => void
}

/**
 * The list as a tree grid with one line in the tab order. Only the lines on screen, some around them and the selected
 * one are in the document.
 */
export function ModelList(props: ModelListProps): ReactElement {
  const { items, reasons, busy, parallel, question, onCopy } = props
  const body = useRef<HTMLDivElement>(null)
  const { active, at, select, move } = useSelection(items, body)
  const { lines, height, offset, measure } = useVirtualLines(items, at, body, question)
  const onActive = useCallback((key: string) => select(key), [select])

  const onKeyDown = (event: KeyboardEvent): void => {
    const item = items[at]
    if (!item || !(event.target instanceof HTMLElement) || event.target.role !== 'row') return
    if ((event.ctrlKey || event.metaKey) && event.key === 'c') {
      if (window.getSelection()?.isCollapsed === false) return
      event.preventDefault()
      onCopy(item)
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') {
      event.preventDefault()
      enter(item)
      return
    }
    const next = moveOn(items, at, event.key, Math.max(1, lines.length - 4))
    if (!next) return
    event.preventDefault()
    if ('to' in next) move(next.to)
    else toggle(item)
  }

  const line = (item: Item, index: number): ReactElement => {
    const shared = { index, active: item.key === active, onActive }
    switch (item.kind) {
      case 'group':
        return <GroupRow item={item} {...shared} />
      case 'quant':
        return <QuantRow item={item} level={2} parallel={parallel} {...shared} />
      case 'model':
        return (
          <ModelRow
            model={item.row.model}
            assessment={item.row.assessment}
            stale={item.row.stale}
            open={item.open}
            level={item.parent === null ? 1 : 2}
            parallel={parallel}
            reason={reasons?.get(item.key) ?? null}
            {...shared}
          />
        )
    }
  }

  return (
    <div
      className="list"
      role="treegrid"
      aria-label="Models"
      aria-rowcount={items.length + 1}
      aria-busy={busy}
      onKeyDown={onKeyDown}
    >
      <ColumnHeads searching={reasons !== null} perUser={parallel > 1} />
      <div ref={body} role="rowgroup" className="lines" style={{ height }}>
        {lines.map(({ index, start }) => {
          const item = items[index]
          return (
            item && (
              <div
                key={item.key}
                ref={measure}
                role="presentation"
                className="line"
                data-index={index}
                style={{ transform: `translateY(${start - offset}px)` }}
              >
                {line(item, index)}
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}
