import type { ReactElement } from 'react'
import { choose, openModel, useChoices } from '../../state/choices.ts'

/** Arrow down goes into the list, Enter opens the first match, Escape clears. */
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
          if (event.key === 'ArrowDown') document.querySelector<HTMLElement>('.row[tabindex="0"]')?.focus()
          else if (event.key === 'Enter' && query.trim() !== '' && first !== null) openModel(first)
          else if (event.key === 'Escape' && query !== '') choose({ query: '' })
          else return
          event.preventDefault()
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </div>
  )
}
