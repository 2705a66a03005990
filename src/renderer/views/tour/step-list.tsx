import { type ReactElement, useEffect, useRef } from 'react'
import { openTour } from '../../parts/tour-link.tsx'
import type { ArticleStep } from '../../state/article.ts'

/** All steps, to jump to one. */
export function StepList({
  steps,
  current
}: {
  readonly steps: readonly ArticleStep[]
  readonly current: number
}): ReactElement {
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    const box = list.current
    const item = box?.children.item(current)
    // Only the list is scrolled, never the page under the reader.
    if (box && item instanceof HTMLElement)
      box.scrollTo({
        top: item.offsetTop - box.clientHeight / 2,
        left: item.offsetLeft - box.clientWidth / 2
      })
  }, [current])
  return (
    <nav aria-label="Steps of the tour" className="tour-steps">
      <ol ref={list}>
        {steps.map(({ wording, models }, at) => (
          <li key={models[0].slug}>
            <button
              type="button"
              aria-current={at === current ? 'step' : undefined}
              onClick={() => openTour(models[0].slug)}
            >
              <span className="number quiet">{at + 1}</span> {wording}
              {models.length > 1 && <span className="quiet"> {models.length} models</span>}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}
