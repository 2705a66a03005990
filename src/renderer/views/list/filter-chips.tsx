import type { ReactElement } from 'react'
import type { Assessment } from '../../../core/fit/assessment.ts'
import { choose, type Filter, useChoices } from '../../state/choices.ts'
import { filters } from '../../state/list-order.ts'

const names: Record<Filter, string> = {
  all: 'All',
  article: 'From the article',
  popular: 'Popular now',
  experts: 'Mixture of experts',
  fits: 'Fits here',
  runs: 'Runs here'
}

export function FilterChips({ assessments }: { readonly assessments: readonly Assessment[] }): ReactElement {
  const chosen = useChoices((state) => state.filter)
  return (
    <div className="chips" role="group" aria-label="Show">
      {(Object.keys(names) as Filter[]).map((filter) => (
        <button
          key={filter}
          type="button"
          className="chip"
          aria-pressed={filter === chosen}
          onClick={() => choose({ filter })}
        >
          {names[filter]} <span className="count">{assessments.filter(filters[filter]).length}</span>
        </button>
      ))}
    </div>
  )
}
