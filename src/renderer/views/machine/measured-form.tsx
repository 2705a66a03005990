import { type ReactElement, useDeferredValue, useId, useMemo, useState } from 'react'
import type { Measurement } from '../../../core/fit/measurement.ts'
import { rate } from '../../../core/format.ts'
import { fileTypesFor } from '../../../core/memory/weights.ts'
import { isRunnable, type RunnableModel } from '../../../core/model/model.ts'
import type { FileType } from '../../../core/quant/file-type.ts'
import { correctionWords } from '../../../core/speed/calibration-words.ts'
import { ModelSearch } from '../../parts/model-search.tsx'
import { Segmented } from '../../parts/segmented.tsx'
import { useMeasurements } from '../../state/measurements.ts'
import { nothingTyped, type TypedMeasurement, understand } from '../../state/typed-measurement.ts'
import { useMachineUnmeasured } from '../../state/use-machine.ts'
import { Choice } from '../compare/choice.tsx'
import { LabelledInput } from './labelled-input.tsx'

const usualType: FileType = 'Q4_K_M'
const today = (): string => new Date().toISOString().slice(0, 10)

/** A speed seen on this machine: of which model and type, as a number or as the log of an engine. */
export function MeasuredForm({
  onKeep,
  onCancel
}: {
  readonly onKeep: (kept: readonly Measurement[]) => Promise<void>
  readonly onCancel: () => void
}): ReactElement {
  const machine = useMachineUnmeasured()
  const { records } = useMeasurements()
  const logId = useId()
  const [model, setModel] = useState<RunnableModel | null>(null)
  const [noWeights, setNoWeights] = useState<string | null>(null)
  const [quant, setQuant] = useState<FileType>(usualType)
  const [typed, setTyped] = useState<TypedMeasurement>(nothingTyped)
  const [tried, setTried] = useState(false)
  // A fast typist's letters come first; what follows from them may come a moment later.
  const shown = useDeferredValue(typed)
  const found = useMemo(
    () => (model && machine ? understand(shown, { model, quant, machine, records, date: today() }) : null),
    [shown, model, quant, machine, records]
  )
  const change = (more: Partial<TypedMeasurement>): void => {
    setTyped({ ...typed, ...more })
    setTried(false)
  }
  const missing = model === null ? 'Choose the model that was run.' : 'Type in a speed, or paste a log.'
  const field = (key: 'decode' | 'prefill' | 'depth') => ({
    value: typed[key],
    onChange: (value: string) => change({ [key]: value }),
    wrong: null
  })
  return (
    <form
      className="measured-form"
      aria-label="Add a measurement"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (found && found.kept.length > 0) void onKeep(found.kept)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        // While a list is open Escape is for it.
        if (event.currentTarget.querySelector('[role=combobox][aria-expanded=true]')) return
        event.preventDefault()
        event.stopPropagation()
        onCancel()
      }}
    >
      <div className="add-fields">
        {model === null ? (
          <ModelSearch
            label="Model that was run"
            onChoose={(chosen) => {
              if (!isRunnable(chosen)) {
                setNoWeights(`${chosen.name} has no weights to run.`)
                return
              }
              const types = fileTypesFor(chosen.architecture, chosen.nativeType)
              setNoWeights(null)
              setModel(chosen)
              setTried(false)
              setQuant(types.includes(usualType) ? usualType : (types[0] ?? usualType))
            }}
          />
        ) : (
          <>
            <div className="control measured-model">
              <span className="measured-label">Model that was run</span>
              <span>
                <strong>{model.name}</strong>
                <button type="button" className="link" autoFocus onClick={() => setModel(null)}>
                  Another
                </button>
              </span>
            </div>
            <Choice
              label="File type"
              value={quant}
              options={fileTypesFor(model.architecture, model.nativeType)}
              onChange={setQuant}
            />
          </>
        )}
        <Segmented
          label="Measured as"
          options={['speed', 'log'] as const}
          value={typed.from}
          onChange={(from) => change({ from })}
          name={(from) => (from === 'speed' ? 'A speed' : 'A log')}
        />
      </div>
      {typed.from === 'speed' ? (
        <div className="add-fields">
          <LabelledInput label="Writing" unit="tokens/s" {...field('decode')} />
          <LabelledInput label="Reading 512 tokens" unit="tokens/s" {...field('prefill')} />
          <LabelledInput label="In the cache, if known" unit="tokens" {...field('depth')} />
        </div>
      ) : (
        <div className="control">
          <label htmlFor={logId}>
            What llama-bench, llama-server, llama-cli, Ollama, LM Studio or MLX printed
          </label>
          <textarea
            id={logId}
            className="measured-log"
            rows={6}
            spellCheck={false}
            value={typed.log}
            onChange={(event) => change({ log: event.target.value })}
          />
        </div>
      )}
      <div className="measured-found" role="status">
        {noWeights !== null && <p className="wrong">{noWeights}</p>}
        {found?.kept.map((one) => (
          <p key={one.what}>
            {one.what === 'decode' ? 'Writing' : 'Reading'} at{' '}
            <strong className="number">{rate(one.tokensPerSecond)}</strong>: {correctionWords(one)}.
          </p>
        ))}
        {found?.wrong.map((sentence) => (
          <p key={sentence} className="wrong">
            {sentence}
          </p>
        ))}
        {tried && (found === null || found.empty) && <p className="wrong">{missing}</p>}
      </div>
      <div className="add-actions">
        <button type="submit" className="button">
          Keep
        </button>
        <button type="button" className="link" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  )
}
