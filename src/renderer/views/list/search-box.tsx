import type { ReactElement } from 'react'
import { choose, openModel, useChoices } from '../../state/choices.ts'

const focusLine = (selector: string): void =>
  document.querySelector<HTMLElement>(`.list .row${selector}`)?.focus()

/** Arrow down goes to the first row, Enter opens the first match, Escape clears, then leaves for the list. */
export function SearchBox({ first }: { readonly first: string | null }): ReactElement {
  const query = useChoices((state) => state.query)
  return (
    <div className="search" role="search">
      <input
        id="search"
        type="search"
        value={query}
        placeholder="Can I run…   try  qwen 30b moe"
        aria-label="Can I run: name of a model"
        aria-keyshortcuts="/"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => choose({ query: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') focusLine('[aria-rowindex="2"]')
          else if (event.key === 'Enter' && query.trim() !== '' && first !== null) openModel(first)
          else if (event.key === 'Escape' && query !== '') choose({ query: '' })
          else if (event.key === 'Escape') focusLine('[tabindex="0"]')
          else return
          event.preventDefault()
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </div>
  )
}
