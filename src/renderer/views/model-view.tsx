import { type ReactElement, useMemo } from 'react'
import type { Assessment } from '../../core/fit/assessment.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { isRunnable, type ModelSpec, type RunnableModel } from '../../core/model/model.ts'
import type { FileType } from '../../core/quant/file-type.ts'
import { SaveReportButton } from '../parts/save-report-button.tsx'
import { AddToCompare } from '../parts/add-to-compare.tsx'
import { TourLink } from '../parts/tour-link.tsx'
import { type Ask, assessmentOf } from '../state/assessments.ts'
import { choose, untuned, useChoices } from '../state/choices.ts'
import { outcomeWords } from '../state/outcome-words.ts'
import { useModel, useOwnSentence } from '../state/own-models.ts'
import { useModelAsk } from '../state/use-ask.ts'
import { useWhere } from '../state/where.ts'
import { Answer } from './model/answer.tsx'
import { Cards } from './model/cards.tsx'
import { Controls } from './model/controls.tsx'
import { FactsCard } from './model/facts-card.tsx'
import { PlacementControls } from './model/placement-controls.tsx'
import { UndoLine } from './model/undo-line.tsx'

export function ModelView({ machine }: { readonly machine: Machine }): ReactElement {
  const slug = useChoices((state) => state.model)
  const model = useModel(slug)
  const own = useOwnSentence(slug)
  if (!model)
    return (
      <>
        <h1>One model</h1>
        <p className="answer">
          {slug === null
            ? 'Choose a model from the list and everything about it is shown here.'
            : (own ?? `No model in the catalogue is called “${slug}”.`)}
        </p>
        <button type="button" className="button" onClick={() => choose({ view: 'list' })}>
          Open the list
        </button>
        <TourLink />
      </>
    )
  // What is open or was just pulled belongs to one model.
  return <OneModel key={model.slug} machine={machine} model={model} />
}

function OneModel({
  machine,
  model
}: {
  readonly machine: Machine
  readonly model: ModelSpec
}): ReactElement {
  const quant = useChoices((state) => state.quant)
  const ask = useModelAsk()
  const where = useWhere(machine)
  // The answer without its levers, which are tried once it is drawn. Remembered per question: a slider back where it
  // was costs a look-up.
  const assessment = useMemo(() => assessmentOf(machine, model, quant, ask), [machine, model, quant, ask])
  return (
    <>
      <div className="model-head">
        <button
          type="button"
          className="link back"
          aria-keyshortcuts="Escape"
          onClick={() => choose({ view: 'list' })}
        >
          ← All models
        </button>
        {isRunnable(model) && (
          <div className="model-actions">
            <AddToCompare model={model} />
            <SaveReportButton machine={machine} />
          </div>
        )}
      </div>
      <h1>
        {model.name} <span className="quiet">on {where}</span>
      </h1>
      <Answer assessment={assessment} />
      {isRunnable(model) ? (
        <Runnable {...{ machine, model, quant, ask, assessment }} />
      ) : (
        <div className="columns plain">
          <div className="column">
            <FactsCard model={model} />
          </div>
        </div>
      )}
    </>
  )
}

/** The settings and what follows from them: every part is drawn from the one answer. */
function Runnable(shown: {
  readonly machine: Machine
  readonly model: RunnableModel
  readonly quant: FileType | 'auto'
  readonly ask: Ask
  readonly assessment: Assessment
}): ReactElement {
  const { assessment, ask, ...about } = shown
  const consequence = outcomeWords(assessment)
  return (
    <>
      <div className="settings">
        <Controls
          {...about}
          ask={ask}
          taken={assessment.quant}
          fits={assessment.verdict.level !== 'does-not-fit'}
          consequence={consequence}
        />
        <PlacementControls {...shown} tuning={ask.tuning ?? untuned} consequence={consequence} />
        <UndoLine />
      </div>
      <Cards {...shown} />
    </>
  )
}
