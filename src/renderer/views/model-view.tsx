import { type ReactElement, useMemo } from 'react'
import { models } from '../../catalog/catalog.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { isRunnable, type ModelSpec } from '../../core/model/model.ts'
import { AskControls } from '../parts/ask-controls.tsx'
import { ParameterSquares } from '../parts/parameter-squares.tsx'
import { SaveReportButton } from '../parts/save-report-button.tsx'
import { VerdictSentence } from '../parts/verdict-mark.tsx'
import { assessmentOf } from '../state/assessments.ts'
import { choose, useChoices } from '../state/choices.ts'
import { longestListContext } from '../state/context-steps.ts'
import { runs } from '../state/list-order.ts'
import { useModelAsk } from '../state/use-ask.ts'
import { Bill } from './model/bill.tsx'
import { CommandCard } from './model/command-card.tsx'
import { FactsCard } from './model/facts-card.tsx'
import { QuantSelect } from './model/quant-select.tsx'
import { SpeedCard } from './model/speed-card.tsx'

export function ModelView({ machine }: { readonly machine: Machine }): ReactElement {
  const slug = useChoices((state) => state.model)
  const model = models.find((candidate) => candidate.slug === slug)
  if (!model)
    return (
      <>
        <h1>One model</h1>
        <p className="answer">
          {slug === null
            ? 'Choose a model from the list and everything about it is shown here.'
            : `No model in the catalogue is called “${slug}”.`}
        </p>
        <button type="button" className="button" onClick={() => choose({ view: 'list' })}>
          Open the list
        </button>
      </>
    )
  return <OneModel machine={machine} model={model} />
}

const Back = (): ReactElement => (
  <button
    type="button"
    className="link back"
    aria-keyshortcuts="Escape"
    onClick={() => choose({ view: 'list' })}
  >
    ← All models
  </button>
)

function OneModel({
  machine,
  model
}: {
  readonly machine: Machine
  readonly model: ModelSpec
}): ReactElement {
  const quant = useChoices((state) => state.quant)
  const ask = useModelAsk()
  // Remembered per question: a slider back where it was costs a look-up.
  const assessment = useMemo(
    () => assessmentOf(machine, model, quant, ask, 'page'),
    [machine, model, quant, ask]
  )
  const { verdict, parameters, command, notes } = assessment
  return (
    <>
      <Back />
      <h1>
        {model.name} <span className="quiet">on this machine</span>
      </h1>
      <p className="answer" role="status">
        <VerdictSentence verdict={verdict} />
      </p>
      <SaveReportButton machine={machine} />
      {isRunnable(model) && (
        <div className="strip">
          <QuantSelect machine={machine} model={model} ask={ask} chosen={quant} current={assessment} />
          <AskControls limit={model.contextLength ?? longestListContext} />
        </div>
      )}
      <div className={isRunnable(model) ? 'columns' : 'columns plain'}>
        <div className="column">
          {isRunnable(model) && <Bill assessment={assessment} />}
          {runs(assessment) && <SpeedCard assessment={assessment} />}
        </div>
        <div className="column">
          {verdict.advice.length > 0 && (
            <section className="card">
              <h2>{runs(assessment) ? 'What would change it' : 'What would help'}</h2>
              <ul className="advice">
                {verdict.advice.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </section>
          )}
          {notes.length > 0 && (
            <section className="card">
              <h2>Assumed</h2>
              <ul className="advice">
                {notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </section>
          )}
          {command !== null && <CommandCard command={command} />}
          {isRunnable(model) && parameters.total !== null && parameters.active !== null && (
            <ParameterSquares model={model} total={parameters.total} active={parameters.active} />
          )}
          <FactsCard model={model} />
        </div>
      </div>
    </>
  )
}
