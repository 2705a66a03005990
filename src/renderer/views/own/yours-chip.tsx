import type { ReactElement } from 'react'
import { choose } from '../../state/choices.ts'
import { useOwnModels, useOwnSpecs } from '../../state/own-models.ts'

/** Leads to what the user brought; it stands in the list as well. */
export function YoursChip(): ReactElement {
  const rows = useOwnSpecs().filter(({ slug }) => slug.startsWith('row:')).length
  const count = useOwnModels((state) => state.entries.length) + rows
  return (
    <button type="button" className="chip yours-chip" onClick={() => choose({ view: 'own' })}>
      Yours <span className="count">{count}</span>
    </button>
  )
}
