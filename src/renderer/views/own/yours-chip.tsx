import type { ReactElement } from 'react'
import { choose } from '../../state/choices.ts'
import { useOwnModels, useOwnSpecs } from '../../state/own-models.ts'

/** Leads to what the user brought, once there is anything; it stands in the list as well. */
export function YoursChip(): ReactElement | null {
  const rows = useOwnSpecs().filter(({ slug }) => slug.startsWith('row:')).length
  const count = useOwnModels((state) => state.entries.length) + rows
  if (count === 0) return null
  return (
    <button type="button" className="chip yours-chip" onClick={() => choose({ view: 'own' })}>
      Yours <span className="count">{count}</span>
    </button>
  )
}
