import { type ReactElement, useEffect, useMemo } from 'react'
import { usualQuant } from '../../core/fit/need.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { isRunnable, type ModelSpec } from '../../core/model/model.ts'
import { openTour } from '../parts/tour-link.tsx'
import { articleSteps, stepIndexOf } from '../state/article.ts'
import { type Ask, assessmentOf } from '../state/assessments.ts'
import { choose, useChoices } from '../state/choices.ts'
import { useInSlices } from '../state/use-in-slices.ts'
import { Member, type MemberAnswer } from './tour/member.tsx'
import { ScaleStrip } from './tour/scale-strip.tsx'
import { areaSide } from './tour/squares.ts'
import { StepList } from './tour/step-list.tsx'

/** The same question for every step, whatever the controls of other views say: the steps are there to be compared. */
const tourAsk: Ask = { contextTokens: 8192, parallel: 1, cacheType: 'f16' }

type Answers = ReadonlyMap<string, MemberAnswer>

function* answersOf(machine: Machine, models: readonly ModelSpec[]): Generator<Answers, Answers> {
  const answers = new Map<string, MemberAnswer>()
  for (const model of models.filter(isRunnable)) {
    const usual = assessmentOf(machine, model, usualQuant(model), tourAsk)
    const here = assessmentOf(machine, model, 'auto', tourAsk)
    answers.set(model.slug, { usual, here })
    yield new Map(answers)
  }
  return answers
}

/** Room for the largest square of a step, in pixels; the scale stays that of all steps. */
const pictureOf = (models: readonly ModelSpec[]): number =>
  Math.max(
    24,
    ...models.map(({ parameters: { total } }) => (total === null ? 0 : Math.ceil(areaSide(total))))
  )

/** Arrows turn the pages, unless they are for a control that has the focus. */
function useArrows(step: (by: 1 | -1) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof HTMLElement && event.target.matches('input, select, textarea')) return
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (by !== 1 && by !== -1) return
      event.preventDefault()
      step(by)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [step])
}

/** The models an article named, in its order: what each needs, and what this machine can do about it. */
export function TourView({ machine }: { readonly machine: Machine }): ReactElement {
  const slug = useChoices((state) => state.model)
  const at = stepIndexOf(articleSteps, slug)
  const step = articleSteps[at]
  const turn = useMemo(
    () => (by: 1 | -1) => {
      const next = articleSteps[at + by]
      if (next) openTour(next.models[0].slug)
    },
    [at]
  )
  useArrows(turn)
  const work = useMemo(() => () => answersOf(machine, step?.models ?? []), [machine, step])
  const { step: sofar, answer } = useInSlices(work)
  const answers = answer ?? sofar
  if (!step) return <p className="empty">The catalogue names no article.</p>
  const last = articleSteps.length - 1
  return (
    <div className="tour">
      <button
        type="button"
        className="link back"
        aria-keyshortcuts="Escape"
        onClick={() => choose({ view: 'list' })}
      >
        ← All models
      </button>
      <h1>From the article: “{step.wording}”</h1>
      <div className="tour-turn">
        <button
          type="button"
          className="button"
          aria-keyshortcuts="ArrowLeft"
          aria-disabled={at === 0}
          onClick={() => turn(-1)}
        >
          ← Previous
        </button>
        <span role="status" className="number">
          {at + 1} of {articleSteps.length}
          <span className="visually-hidden">: {step.wording}</span>
        </span>
        <button
          type="button"
          className="button"
          aria-keyshortcuts="ArrowRight"
          aria-disabled={at === last}
          onClick={() => turn(1)}
        >
          Next →
        </button>
      </div>
      <figure className="tour-scale">
        <ScaleStrip steps={articleSteps} current={at} />
        <figcaption>
          Every model of the tour to one scale: the square is what memory has to hold, the dark part what one
          token reads. Below, the same at one scale for all steps.
        </figcaption>
      </figure>
      <div className="tour-columns">
        <ul
          className="tour-members"
          style={{ '--picture': `${pictureOf(step.models)}px` }}
          aria-label={`What the article calls ${step.wording}`}
        >
          {step.models.map((model) => (
            <Member
              key={model.slug}
              model={model}
              alone={step.models.length === 1}
              answer={answers?.get(model.slug) ?? null}
            />
          ))}
        </ul>
        <StepList steps={articleSteps} current={at} />
      </div>
    </div>
  )
}
