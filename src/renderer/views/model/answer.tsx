import type { ReactElement } from 'react'
import type { Assessment } from '../../../core/fit/assessment.ts'
import { grouped } from '../../../core/format.ts'
import { durationText } from '../../../core/speed/predict-speed.ts'
import { VerdictSentence } from '../../parts/verdict-mark.tsx'

/** The answer as a person would say it: whether, how fast, and how long until the first word. */
export function Answer({
  assessment: { verdict, speed }
}: {
  readonly assessment: Assessment
}): ReactElement {
  const first = speed.known ? speed.firstToken : null
  return (
    <p className="answer" role="status">
      <VerdictSentence verdict={verdict} />
      {speed.known && first && (
        <>
          {' '}
          First word of the answer to a {grouped(speed.promptTokens)}-token prompt after {durationText(first)}
          .
        </>
      )}
    </p>
  )
}
