import type { ReactElement } from 'react'
import { models } from '../../catalog/catalog.ts'
import { usualQuant, type NeedOption } from '../../core/fit/need.ts'
import { runs } from '../../core/fit/verdict.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { fileTypesFor } from '../../core/memory/weights.ts'
import { isRunnable, type ModelSpec, type RunnableModel } from '../../core/model/model.ts'
import { isFileType } from '../../core/quant/file-type.ts'
import { AskControls } from '../parts/ask-controls.tsx'
import { Legend } from '../parts/legend.tsx'
import { ModelSearch } from '../parts/model-search.tsx'
import { VerdictSentence } from '../parts/verdict-mark.tsx'
import { assessmentOf } from '../state/assessments.ts'
import { choose, openModel, untuned, useChoices } from '../state/choices.ts'
import { addColumn, questionOf } from '../state/compared.ts'
import { longestListContext } from '../state/context-steps.ts'
import { memorySpeedName, memorySpeeds } from '../state/memory-speeds.ts'
import { chooseNeedRam, useNeedRam } from '../state/need-asked.ts'
import { useAsk } from '../state/use-ask.ts'
import { Choice } from './compare/choice.tsx'
import { largestHold, machineName, OptionRow } from './take/option-row.tsx'
import { useDevices, useNeed } from './take/use-need.ts'

const takeModel = (model: ModelSpec): void => choose({ model: model.slug, quant: 'auto', tuning: untuned })

/** The smallest machines that would carry a model. */
export function TakeView({ machine }: { readonly machine: Machine }): ReactElement {
  const slug = useChoices((state) => state.model)
  const model = models.find((candidate) => candidate.slug === slug)
  return (
    <>
      <h1>
        What would it take
        {model && <span className="quiet"> to run {model.name}?</span>}
        {!model && '?'}
      </h1>
      {!model && (
        <p className="answer">
          Choose a model, and the smallest machines of the catalogue that carry it are looked for.
        </p>
      )}
      {model && !isRunnable(model) && (
        <p className="answer">
          Nobody can run {model.name} at home:{' '}
          {model.availability === 'closed' ? 'it is a service only.' : 'its weights were never released.'}
        </p>
      )}
      {model && isRunnable(model) && <Needed key={model.slug} machine={machine} model={model} />}
      {(!model || !isRunnable(model)) && (
        <div className="compare-tools">
          <ModelSearch label="Model" onChoose={takeModel} />
        </div>
      )}
    </>
  )
}

function Needed({
  machine,
  model
}: {
  readonly machine: Machine
  readonly model: RunnableModel
}): ReactElement {
  const chosen = useChoices((state) => state.quant)
  const quant = chosen === 'auto' ? usualQuant(model) : chosen
  const ask = useAsk()
  const ramBandwidthGBs = useNeedRam()
  const devices = useDevices()
  const search = useNeed({ model, quant, ask, ramBandwidthGBs }, devices)
  const { step, answer, slow, stopped, stop } = search
  const options = answer?.ok ? answer.value.options : (step?.options ?? [])
  const scale = largestHold(options)
  const here = assessmentOf(machine, model, quant, ask)
  const compare = (option: NeedOption): void => {
    const { device, count, ramGib } = option
    addColumn(
      questionOf(ask, model.slug, {
        quant,
        machine: {
          ...{ kind: 'simulated', device: device?.id ?? null, count },
          // A device with memory of its own brings it; the figure is not looked at then.
          ...{ ramGib: ramGib ?? device?.memoryGib ?? 1 },
          ramBandwidthGBs: ramBandwidthGBs === 0 ? null : ramBandwidthGBs
        }
      }),
      `${model.name} on ${machineName(option)}`
    )
  }
  return (
    <>
      <p className="answer">
        As {quant}, with nothing else running on them. This machine:{' '}
        <VerdictSentence verdict={here.verdict} />{' '}
        <button type="button" className="link" onClick={() => openModel(model.slug)}>
          {runs(here.verdict) ? 'See how' : 'See why'}
        </button>
      </p>
      <div className="strip take-strip">
        <ModelSearch label="Another model" onChoose={takeModel} />
        <Choice
          label="Quantisation"
          value={quant}
          options={fileTypesFor(model.architecture, model.nativeType)}
          onChange={(type) => choose({ quant: isFileType(type) ? type : 'auto' })}
        />
        <AskControls limit={model.contextLength ?? longestListContext} />
        <Choice
          label="RAM of those machines"
          value={ramBandwidthGBs}
          options={memorySpeeds}
          name={memorySpeedName}
          onChange={chooseNeedRam}
        />
      </div>
      {typeof devices === 'string' && <p className="empty">{devices}</p>}
      {answer?.ok === false && <p className="empty">{answer.error.message}</p>}
      {answer?.ok && options.length === 0 && (
        <p className="empty">
          No machine of the catalogue carries {model.name} as {quant} with this context. Choose fewer bits, a
          shorter context or fewer users.
        </p>
      )}
      {options.length > 0 && (
        <>
          <ul className="take-options" aria-label="Smallest machines that carry it">
            {options.map((option) => (
              <OptionRow
                key={`${option.way} ${machineName(option)}`}
                option={option}
                scale={scale}
                onCompare={() => compare(option)}
              />
            ))}
          </ul>
          <Legend />
        </>
      )}
      <p className="take-progress" role="status">
        {!answer &&
          slow &&
          !stopped &&
          `Looking: ${step?.tried ?? 0} machines tried, ${options.length} found… `}
        {stopped && 'Stopped before the end. '}
        {answer?.ok &&
          options.length > 0 &&
          'Of each kind the smallest device that does; of one size the fastest.'}
      </p>
      {!answer && slow && !stopped && (
        <button type="button" className="button" onClick={() => stop(true)}>
          Stop
        </button>
      )}
      {stopped && (
        <button type="button" className="button" onClick={() => stop(false)}>
          Look again
        </button>
      )}
    </>
  )
}
