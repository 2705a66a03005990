import type { ReactElement } from 'react'
import { stepWords } from '../../state/step-words.ts'
import { type HistoryName, stepBack, useLastStep } from '../../state/undo.ts'

/** The last change and how to take it back; nothing where nothing was changed. */
export function UndoLine({ name = 'settings' }: { readonly name?: HistoryName }): ReactElement | null {
  const step = useLastStep(name)
  if (!step) return null
  return (
    <p className="undo-line">
      <span>{stepWords(step)}</span>
      <button
        type="button"
        className="link"
        aria-keyshortcuts="Control+Z Meta+Z"
        onClick={() => stepBack(name)}
      >
        Undo
      </button>
    </p>
  )
}
