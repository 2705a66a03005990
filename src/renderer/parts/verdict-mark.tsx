import type { ReactElement } from 'react'
import type { Verdict, VerdictLevel } from '../../core/fit/verdict.ts'
import { splitAnswer } from '../state/split-answer.ts'

const ring = <circle cx="7" cy="7" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.8" />

/** Shape, word and colour say the same thing, so that any one of them is enough. */
const shapes: Record<VerdictLevel, ReactElement> = {
  fits: <circle cx="7" cy="7" r="6" fill="currentColor" />,
  'fits-with-offload': (
    <>
      {ring}
      <path d="M7 1.8a5.2 5.2 0 0 0 0 10.4z" fill="currentColor" />
    </>
  ),
  'cpu-only': ring,
  'does-not-fit': <path d="M3 3l8 8M11 3l-8 8" stroke="currentColor" strokeWidth="2" />,
  unknown: (
    <path
      d="M4.6 5.2a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.2.9-1.2 1.8M7 11v1.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
    />
  ),
  'not-obtainable': (
    <circle
      cx="7"
      cy="7"
      r="5.2"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeDasharray="2.6 2.2"
    />
  ),
  'layout-only': (
    <rect x="2" y="2" width="10" height="10" fill="none" stroke="currentColor" strokeWidth="1.8" />
  )
}

export const VerdictShape = ({ level }: { readonly level: VerdictLevel }): ReactElement => (
  <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" data-shape={level}>
    {shapes[level]}
  </svg>
)

export const VerdictMark = ({
  verdict
}: {
  readonly verdict: Pick<Verdict, 'level' | 'word'>
}): ReactElement => (
  <span className={`verdict verdict-${verdict.level}`}>
    <VerdictShape level={verdict.level} />
    {verdict.word}
  </span>
)

/** The shape and the sentence, its claim in the colour; the word is there for those who do not see the shape. */
export function VerdictSentence({ verdict }: { readonly verdict: Verdict }): ReactElement {
  const { claim, rest } = splitAnswer(verdict.sentence)
  return (
    <>
      <span className={`verdict verdict-${verdict.level}`}>
        <VerdictShape level={verdict.level} />
        <span className="visually-hidden">{verdict.word}: </span>
      </span>
      <span className={`claim verdict-${verdict.level}`}>{claim}</span>
      {rest}
    </>
  )
}
