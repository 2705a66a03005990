import { type ReactElement, useEffect } from 'react'
import { choose, useChoices } from '../state/choices.ts'
import { dismissNote, undoCompared, useCompared } from '../state/compared.ts'

/** Long enough to read a sentence and to reach a button in it. */
const shownMs = 20_000

/** What adding to Compare did, said where the columns are not seen. */
export function CompareNote(): ReactElement {
  const note = useCompared((state) => state.note)
  const columns = useCompared((state) => state.columns)
  const view = useChoices((state) => state.view)
  useEffect(() => {
    if (note === null) return
    const timer = setTimeout(dismissNote, shownMs)
    return () => clearTimeout(timer)
  }, [note, columns])
  const shown = view === 'compare' ? null : note
  return (
    <div className={shown === null ? 'compare-note' : 'compare-note shown'}>
      <span role="status">{shown}</span>
      {shown !== null && (
        <>
          <button
            type="button"
            className="link"
            onClick={() => {
              dismissNote()
              choose({ view: 'compare' })
            }}
          >
            Open Compare
          </button>
          {shown.includes('is in Compare') && (
            <button type="button" className="link" onClick={undoCompared}>
              Undo
            </button>
          )}
          <button type="button" className="link" aria-label="Dismiss" onClick={dismissNote}>
            ×
          </button>
        </>
      )}
    </div>
  )
}
