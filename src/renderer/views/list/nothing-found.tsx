import type { ReactElement } from 'react'
import { models } from '../../../catalog/catalog.ts'
import { nearest } from '../../../catalog/nearest.ts'
import { choose, openModel, useChoices } from '../../state/choices.ts'

/** What the search or the filter left nothing of, what may have been meant, and the way back. */
export function NothingFound(): ReactElement {
  const query = useChoices((state) => state.query).trim()
  const filtered = useChoices((state) => state.filter !== 'all')
  if (query === '')
    return (
      <p className="empty">
        No model matches this filter at this context. Choose a shorter context, or another filter.
      </p>
    )
  const near = nearest(query, models, ({ name, slug, aliases = [] }) => [name, slug, ...aliases])
  return (
    <div className="empty">
      <p role="status">
        No model called “{query}” is in the catalogue{filtered && ' and passes this filter'}.{' '}
        {near.length > 0 ? 'Was one of these meant?' : 'Try a family and a size, such as “gemma 12b”.'}
      </p>
      {near.map(({ slug, name }) => (
        <button key={slug} type="button" className="button" onClick={() => openModel(slug)}>
          {name}
        </button>
      ))}
      <button type="button" className="button" onClick={() => choose({ query: '', filter: 'all' })}>
        Show all models
      </button>
    </div>
  )
}
