import type { ReactElement } from 'react'
import { models } from '../../../catalog/catalog.ts'
import { nearest } from '../../../catalog/nearest.ts'
import { choose, openModel, useChoices } from '../../state/choices.ts'
import { noFacets } from '../../state/facets.ts'
import { withChip, withFacets, worstFilter } from '../../state/list-rows.ts'
import type { Row } from '../../state/list-row.ts'

const showAll = { query: '', filter: 'all', facets: noFacets } as const

const modelsText = (count: number): string => (count === 1 ? '1 model' : `${count} models`)

const ShowAll = (): ReactElement => (
  <button type="button" className="button" onClick={() => choose(showAll)}>
    Show all models
  </button>
)

/** Filters left nothing: the one that takes most away, and the offer to drop it. */
function Filtered({ rows }: { readonly rows: readonly Row[] }): ReactElement {
  const facets = useChoices((state) => state.facets)
  const filter = useChoices((state) => state.filter)
  const query = useChoices((state) => state.query).trim()
  const worst = worstFilter(withChip(rows, filter), facets)
  const withoutChip = filter === 'all' ? 0 : withFacets(rows, facets).length
  return (
    <div className="empty">
      <p role="status">
        No model {query !== '' && `that “${query}” finds `}passes all filters at this context.
        {worst
          ? ` Most are left out by “${worst.text}”: ${modelsText(worst.brings)} would be shown without it.`
          : withoutChip > 0
            ? ` ${modelsText(withoutChip)} would be shown without the choice above.`
            : ' Each of several filters alone leaves nothing.'}
      </p>
      {worst && (
        <button type="button" className="button" onClick={() => choose({ facets: worst.without })}>
          Drop “{worst.text}”
        </button>
      )}
      {!worst && withoutChip > 0 && (
        <button type="button" className="button" onClick={() => choose({ filter: 'all' })}>
          Choose “All” above
        </button>
      )}
      <button type="button" className="button" onClick={() => choose({ facets: noFacets, filter: 'all' })}>
        Clear all filters
      </button>
    </div>
  )
}

/** What the search or the filters left nothing of, what may have been meant, and the way back. */
export function NothingFound({ rows }: { readonly rows: readonly Row[] }): ReactElement {
  const query = useChoices((state) => state.query).trim()
  if (rows.length > 0 || query === '') return <Filtered rows={rows} />
  const near = nearest(query, models, ({ name, slug, aliases = [] }) => [name, slug, ...aliases])
  return (
    <div className="empty">
      <p role="status">
        No model called “{query}” is in the catalogue.{' '}
        {near.length > 0 ? 'Was one of these meant?' : 'Try a family and a size, such as “gemma 12b”.'}
      </p>
      {near.map(({ slug, name }) => (
        <button key={slug} type="button" className="button" onClick={() => openModel(slug)}>
          {name}
        </button>
      ))}
      <ShowAll />
    </div>
  )
}
