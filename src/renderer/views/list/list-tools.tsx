import { type ReactElement, useEffect, useState } from 'react'
import { choose, useChoices } from '../../state/choices.ts'
import { foldFamilies, useListPlace } from '../../state/list-place.ts'
import type { Row } from '../../state/list-row.ts'
import { SortSelect } from './sort-select.tsx'

/** How many are shown, how they stand, and the way to take them along as text. */
export function ListTools(props: {
  readonly rows: readonly Row[]
  readonly searching: boolean
  /** What was copied last, as a sentence, or why not; changes its identity with every attempt. */
  readonly copied: { readonly text: string } | null
  readonly onCopyTable: () => void
}): ReactElement {
  const { rows, searching, copied, onCopyTable } = props
  const grouped = useChoices((state) => state.grouped)
  const folded = useListPlace((state) => state.folded)
  const families = grouped ? [...new Set(rows.map(({ model }) => model.family))] : []
  const allFolded = families.every((family) => folded.has(family))
  const [gone, setGone] = useState<typeof copied>(null)
  useEffect(() => {
    const timer = setTimeout(() => setGone(copied), 3000)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <div className="list-tools">
      <p className="quiet">
        {rows.length === 1 ? '1 model' : `${rows.length} models`}
        {searching && ', best match first'}
      </p>
      <SortSelect disabled={searching} />
      <span role="status" className="quiet">
        {copied !== gone && copied?.text}
      </span>
      {families.length > 0 && (
        <button type="button" className="link" onClick={() => foldFamilies(allFolded ? [] : families)}>
          {allFolded ? 'Open all families' : 'Close all families'}
        </button>
      )}
      <label className="check">
        <input
          type="checkbox"
          checked={grouped}
          onChange={(event) => choose({ grouped: event.target.checked })}
        />
        Group by family
      </label>
      <button type="button" className="link" onClick={onCopyTable}>
        Copy table
      </button>
    </div>
  )
}
