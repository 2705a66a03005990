import type { ReactElement } from 'react'
import { choose, useChoices, type View } from '../state/choices.ts'
import { useCompared } from '../state/compared.ts'

const entries: readonly {
  readonly view: View
  readonly name: string
  readonly short: string
  readonly key: string
}[] = [
  { view: 'list', name: 'What can I run', short: 'Models', key: '1' },
  { view: 'model', name: 'One model', short: 'Model', key: '2' },
  { view: 'compare', name: 'Compare', short: 'Compare', key: '3' },
  { view: 'take', name: 'What would it take', short: 'Needs', key: '4' },
  { view: 'report', name: 'Report', short: 'Report', key: '5' }
]

export function Navigation(): ReactElement {
  const current = useChoices((state) => state.view)
  const columns = useCompared((state) => state.columns.length)
  return (
    <nav className="navigation" aria-label="Views">
      {entries.map(({ view, name, short, key }) => (
        <button
          key={view}
          type="button"
          aria-current={current === view ? 'page' : undefined}
          aria-keyshortcuts={key}
          onClick={() => choose({ view })}
        >
          <span className="name-long">{name}</span>
          <span className="name-short">{short}</span>
          {view === 'compare' && columns > 0 && (
            <span className="navigation-count">
              {columns}
              <span className="visually-hidden"> in it</span>
            </span>
          )}
          <kbd aria-hidden="true">{key}</kbd>
        </button>
      ))}
    </nav>
  )
}
