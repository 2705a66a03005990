import { lazy, type ReactElement, Suspense, useState } from 'react'
import { choose, useChoices } from '../../state/choices.ts'
import { activeFacets } from '../../state/facet-names.ts'
import { type Facets, noFacets } from '../../state/facets.ts'
import type { Row } from '../../state/list-row.ts'

// Nobody needs it for the first look.
const FilterPanel = lazy(async () => ({ default: (await import('./filter-panel.tsx')).FilterPanel }))

export function FilterButton(props: { readonly open: boolean; readonly onToggle: () => void }): ReactElement {
  const count = activeFacets(useChoices((state) => state.facets)).length
  return (
    <button
      id="filter-button"
      type="button"
      className="button"
      aria-expanded={props.open}
      aria-controls={props.open ? 'filters' : undefined}
      onClick={props.onToggle}
    >
      Filters
      {count > 0 && (
        <span className="badge">
          {count}
          <span className="visually-hidden"> active</span>
        </span>
      )}
    </button>
  )
}

/** Each filter that is on, to be taken off with one press; what was cleared comes back with one. */
function ActiveFilters(): ReactElement | null {
  const facets = useChoices((state) => state.facets)
  const [cleared, setCleared] = useState<Facets | null>(null)
  const active = activeFacets(facets)
  if (active.length === 0 && cleared === null) return null
  if (active.length === 0)
    return (
      <p className="active-filters" role="status">
        <span className="quiet">Filters cleared.</span>
        <button
          type="button"
          className="link"
          onClick={() => {
            if (cleared) choose({ facets: cleared })
            setCleared(null)
          }}
        >
          Put them back
        </button>
      </p>
    )
  return (
    <div className="active-filters" role="group" aria-label="Active filters">
      {active.map(({ text, without }) => (
        <button
          key={text}
          type="button"
          className="chip removable"
          aria-label={`Remove filter ${text}`}
          onClick={() => choose({ facets: without })}
        >
          {text} <span aria-hidden="true">×</span>
        </button>
      ))}
      <button
        type="button"
        className="link"
        onClick={() => {
          setCleared(facets)
          choose({ facets: noFacets })
        }}
      >
        Clear all
      </button>
    </div>
  )
}

/** The button, the filters that are on, and the panel while it is open. `rows` are what the rest of the list leaves. */
export function useFilterBar(rows: readonly Row[]): {
  readonly button: ReactElement
  readonly below: ReactElement
} {
  const [open, setOpen] = useState(false)
  const close = (): void => {
    setOpen(false)
    document.getElementById('filter-button')?.focus()
  }
  return {
    button: <FilterButton open={open} onToggle={() => setOpen((before) => !before)} />,
    below: (
      <>
        {open && (
          <Suspense fallback={<p className="waiting">Opening…</p>}>
            <FilterPanel rows={rows} onClose={close} />
          </Suspense>
        )}
        <ActiveFilters />
      </>
    )
  }
}
