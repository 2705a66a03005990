import { type ReactElement, useEffect, useRef } from 'react'
import { choose, openModel, useChoices } from '../../state/choices.ts'

const focusLine = (selector: string): void =>
  document.querySelector<HTMLElement>(`.list .row${selector}`)?.focus()

/**
 * Arrow down goes to the first row, Enter opens the first match, Escape clears, then leaves for the list. The list follows
 * a fast typist a moment later: a key before that (`settled` false) is for what is first once it has.
 */
export function SearchBox({
  first,
  settled
}: {
  readonly first: string | null
  readonly settled: boolean
}): ReactElement {
  const query = useChoices((state) => state.query)
  const early = useRef<{ readonly query: string; readonly opens: boolean } | null>(null)
  const turnToFirst = (opens: boolean): void => {
    if (!opens) focusLine('[aria-rowindex="2"]')
    else if (first !== null) openModel(first)
  }
  useEffect(() => {
    if (!settled) return
    const asked = early.current
    early.current = null
    if (asked?.query === query) turnToFirst(asked.opens)
  })
  const onceSettled = (opens: boolean): void => {
    if (settled) turnToFirst(opens)
    else early.current = { query, opens }
  }
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
          if (event.key === 'ArrowDown') onceSettled(false)
          else if (event.key === 'Enter' && query.trim() !== '') onceSettled(true)
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
