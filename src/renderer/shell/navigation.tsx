import type { ReactElement } from 'react'
import { choose, useChoices, type View } from '../state/choices.ts'

const entries: readonly {
  readonly view: View
  readonly name: string
  readonly short: string
  readonly key: string
}[] = [
  { view: 'list', name: 'What can I run', short: 'Models', key: '1' },
  { view: 'model', name: 'One model', short: 'One model', key: '2' },
  { view: 'report', name: 'Report', short: 'Report', key: '3' }
]

export function Navigation(): ReactElement {
  const current = useChoices((state) => state.view)
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
          <kbd aria-hidden="true">{key}</kbd>
        </button>
      ))}
    </nav>
  )
}
