import { type ReactElement, useEffect, useState } from 'react'
import type { Report } from '../../../core/report/report.ts'
import { sentenceOf } from '../../state/sentence-of.ts'
import { cardPicture, cardSource } from './card-picture.ts'

type Drawn =
  | { readonly of: Report; readonly address: string; readonly words: string }
  | { readonly of: Report; readonly sentence: string }

/** The picture itself: the bytes that are saved. */
export function CardPreview({ report }: { readonly report: Report }): ReactElement | null {
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  useEffect(() => {
    if (!cardSource(report)) return
    let stale = false
    cardPicture(report).then(
      ({ base64, words }) => {
        if (!stale) setDrawn({ of: report, address: `data:image/png;base64,${base64}`, words })
      },
      (error: unknown) => {
        if (!stale) setDrawn({ of: report, sentence: sentenceOf(error) })
      }
    )
    return () => {
      stale = true
    }
  }, [report])
  if (!cardSource(report)) return null
  if (!drawn) return <p className="waiting">Drawing the card…</p>
  if ('sentence' in drawn) return <p role="alert">{drawn.sentence}</p>
  return <img className="card-picture" src={drawn.address} alt={drawn.words} width={1200} height={630} />
}
