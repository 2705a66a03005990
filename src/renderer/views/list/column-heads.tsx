import type { ReactElement } from 'react'
import { choose, type Column, useChoices } from '../../state/choices.ts'

const columns: readonly { readonly column: Exclude<Column, 'default'>; readonly name: string }[] = [
  { column: 'model', name: 'Model' },
  { column: 'verdict', name: 'Verdict' },
  { column: 'quant', name: 'Best that fits' },
  { column: 'context', name: 'Longest context' },
  { column: 'memory', name: 'Memory, to the load line' },
  { column: 'speed', name: 'Decode' }
]

/** Large is good for these, so that is what the first press brings up. */
const largestFirst: readonly Column[] = ['context', 'speed']

/** Each column as its first press sorts it. */
export const sorts: readonly {
  readonly column: Column
  readonly name: string
  readonly descending: boolean
}[] = columns.map(({ column, name }) => ({ column, name, descending: largestFirst.includes(column) }))

/** Press to sort, again to turn round, a third time for the default order. */
function nextSort(column: Column, sort: { readonly column: Column; readonly descending: boolean }): void {
  const first = largestFirst.includes(column)
  if (sort.column !== column) choose({ sort: { column, descending: first } })
  else if (sort.descending === first) choose({ sort: { column, descending: !first } })
  else choose({ sort: { column: 'default', descending: false } })
}

export function ColumnHeads({
  searching,
  perUser
}: {
  readonly searching: boolean
  readonly perUser: boolean
}): ReactElement {
  const sort = useChoices((state) => state.sort)
  return (
    <div role="rowgroup" className="heads">
      <div role="row" className="head-row" aria-rowindex={1}>
        {columns.map(({ column, name }) => {
          // Search results stand in the order of the match.
          const sorted = !searching && sort.column === column
          const direction = sort.descending ? 'descending' : 'ascending'
          return (
            <div
              key={column}
              role="columnheader"
              className={`cell-${column}`}
              aria-sort={sorted ? direction : 'none'}
            >
              <button type="button" disabled={searching} onClick={() => nextSort(column, sort)}>
                {name}
                {column === 'context' && perUser && ' each'}
                {sorted && <span aria-hidden="true">{sort.descending ? ' ↓' : ' ↑'}</span>}
              </button>
            </div>
          )
        })}
      </div>
    </div>
  )
}
