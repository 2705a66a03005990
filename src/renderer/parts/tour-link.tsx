import type { ReactElement } from 'react'
import { articleSteps } from '../state/article.ts'
import { choose, untuned } from '../state/choices.ts'

/** Into a step of the article's tour: the model it shows is the model looked at, so the other views follow. */
export const openTour = (slug = articleSteps[0]?.models[0].slug ?? null): void =>
  choose({ view: 'tour', model: slug, quant: 'auto', tuning: untuned })

/** The way into the article's tour, from its beginning. */
export const TourLink = (): ReactElement => (
  <button type="button" className="link tour-link" onClick={() => openTour()}>
    From the article: a short tour
  </button>
)
