import { type ReactElement, useId } from 'react'
import { choose, useChoices } from '../../state/choices.ts'
import { facetNames, valueName } from '../../state/facet-names.ts'
import { counts, levels, type Listed, listed, passes, type Range, toggled } from '../../state/facets.ts'
import type { Row } from '../../state/list-row.ts'

const fixedOrder: Readonly<Partial<Record<Listed, readonly string[]>>> = {
  verdict: levels,
  input: ['text-only', 'image', 'audio', 'video']
}

/** Values of a facet to tick, each with how many models it would leave. */
function FacetList({ facet, rows }: { readonly facet: Listed; readonly rows: readonly Row[] }): ReactElement {
  const facets = useChoices((state) => state.facets)
  const chosen = facets[facet]
  const found = counts(facet, rows, facets)
  const total = (value: string): number => found.get(value) ?? 0
  const values = (fixedOrder[facet] ?? [...found.keys()].sort((a, b) => a.localeCompare(b, 'en'))).filter(
    (value) => found.has(value) || chosen.includes(value)
  )
  return (
    <fieldset className={`facet facet-${facet}`}>
      <legend>{facetNames[facet]}</legend>
      <div className="facet-values">
        {values.map((value) => (
          <label key={value} className={total(value) === 0 ? 'check none' : 'check'}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={() => choose({ facets: { ...facets, [facet]: toggled(chosen, value) } })}
            />
            <span>{valueName(facet, value)}</span>
            <span className="count">{total(value)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

const inBillions = (n: number | null): string => (n === null ? '' : String(n / 1e9))

/** Elements of what was typed in billions; null for an empty or unreadable field, which is an open end. */
function elements(text: string): number | null {
  const billions = Number(text)
  return text === '' || !Number.isFinite(billions) || billions < 0 ? null : billions * 1e9
}

function RangeFields({ facet }: { readonly facet: 'total' | 'active' }): ReactElement {
  const facets = useChoices((state) => state.facets)
  const range = facets[facet]
  const set = (change: Partial<Range>): void =>
    choose({ facets: { ...facets, [facet]: { ...range, ...change } } })
  const crossed = range.least !== null && range.most !== null && range.least > range.most
  return (
    <fieldset className="facet">
      <legend>{facetNames[facet]}, billions</legend>
      <div className="range-fields">
        {(['least', 'most'] as const).map((end) => (
          <label key={end}>
            <span>{end === 'least' ? 'from' : 'to'}</span>
            <input
              type="number"
              min={0}
              step="any"
              inputMode="decimal"
              value={inBillions(range[end])}
              onChange={(event) => set({ [end]: elements(event.target.value) })}
            />
          </label>
        ))}
      </div>
      {crossed && <p className="facet-note">Nothing is that large and that small: exchange the two.</p>}
    </fieldset>
  )
}

/** Each year that something was released in, and the quarters of the latest two. */
function monthsOf(rows: readonly Row[]): readonly string[] {
  const years = [...new Set(rows.map(({ model }) => model.release.slice(0, 4)))].sort().reverse()
  const quarters = ['10', '07', '04']
  return years.flatMap((year, index) => [
    ...(index < 2 ? quarters.map((month) => `${year}-${month}`) : []),
    year
  ])
}

function Since({ rows }: { readonly rows: readonly Row[] }): ReactElement {
  const id = useId()
  const facets = useChoices((state) => state.facets)
  const others = rows.filter((row) => passes(facets, row, 'since'))
  const count = (since: string): number => others.filter(({ model }) => model.release >= since).length
  const usual = monthsOf(rows)
  // A month from the address is shown even where it is not among the usual ones.
  const shown = facets.since === null || usual.includes(facets.since) ? usual : [facets.since, ...usual]
  return (
    <div className="facet">
      <label htmlFor={id} className="facet-label">
        {facetNames.since}
      </label>
      <select
        id={id}
        className="field-select"
        value={facets.since ?? ''}
        onChange={(event) =>
          choose({ facets: { ...facets, since: event.target.value === '' ? null : event.target.value } })
        }
      >
        <option value="">any time ({others.length})</option>
        {shown
          .filter((since) => count(since) > 0 || since === facets.since)
          .map((since) => (
            <option key={since} value={since}>
              {since} ({count(since)})
            </option>
          ))}
      </select>
    </div>
  )
}

/** Everything that the list can be narrowed by. It acts at once; Escape closes it and nothing else. */
export function FilterPanel(props: {
  /** What chips and search leave. */
  readonly rows: readonly Row[]
  readonly onClose: () => void
}): ReactElement {
  const { rows, onClose } = props
  return (
    <section
      id="filters"
      className="filter-panel"
      aria-label="Filters"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
    >
      {listed.map((facet) => (
        <FacetList key={facet} facet={facet} rows={rows} />
      ))}
      <div className="facet-column">
        <RangeFields facet="total" />
        <RangeFields facet="active" />
        <Since rows={rows} />
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
      </div>
    </section>
  )
}
