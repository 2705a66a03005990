import { type ReactElement, useId } from 'react'
import { choose, useChoices } from '../../state/choices.ts'
import { sorts } from './column-heads.tsx'

/** The order of the list where there are no column heads: on a phone. */
export function SortSelect({ disabled }: { readonly disabled: boolean }): ReactElement {
  const id = useId()
  const sort = useChoices((state) => state.sort)
  return (
    <div className="sort-select">
      <label htmlFor={id}>Sort by</label>
      <select
        id={id}
        className="field-select"
        disabled={disabled}
        value={sort.column}
        onChange={(event) => {
          const next = sorts.find(({ column }) => column === event.target.value)
          choose({ sort: next ?? { column: 'default', descending: false } })
        }}
      >
        <option value="default">What runs best</option>
        {sorts.map(({ column, name }) => (
          <option key={column} value={column}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}
