import type { ReactElement } from 'react'
import type { Assessment } from '../../../core/fit/assessment.ts'
import { VerdictSentence } from '../../parts/verdict-mark.tsx'
import { openModel } from '../../state/choices.ts'

/** The answer to "can I run ...", as soon as it is clear which model is meant. */
export function SearchAnswer({ best }: { readonly best: Assessment }): ReactElement {
  const { model, verdict } = best
  return (
    <p className="search-answer" role="status">
      <span>
        <strong>{model.name}</strong> <VerdictSentence verdict={verdict} />
      </span>
      <button type="button" className="link" onClick={() => openModel(model.slug)}>
        Open
      </button>
    </p>
  )
}
