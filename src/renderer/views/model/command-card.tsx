import { Fragment, memo, type ReactElement, useMemo, useState } from 'react'
import { engineTitles, type LlamaEngineName, llamaEngineNames } from '../../../core/engine/names.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import type { ModelSpec } from '../../../core/model/model.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import type { Ask } from '../../state/assessments.ts'
import { engineAnswer } from '../../state/engine-answer.ts'
import { outcomeWords } from '../../state/outcome-words.ts'

/** A command as the program and its flags with their values; joined by spaces it is the command again. */
export const argumentsOf = (command: string): readonly string[] => command.split(/ (?=-)/u)

/** A line for a terminal, broken between flags only. */
export const CommandText = memo(function CommandText({
  command
}: {
  readonly command: string
}): ReactElement {
  return (
    <code className="command" tabIndex={0}>
      {argumentsOf(command).map((argument, index) => (
        <Fragment key={index}>
          {index > 0 && ' '}
          <span>{argument}</span>
        </Fragment>
      ))}
    </code>
  )
})

interface Asked {
  readonly machine: Machine
  readonly model: ModelSpec
  readonly quant: string
  readonly ask: Ask
}

/** What another program makes of the same question, and its line. */
function useLine({ machine, model, quant, ask }: Asked, own: string, engine: LlamaEngineName) {
  return useMemo(
    () =>
      engine === 'llama.cpp'
        ? { command: own, assessment: null, notes: [] }
        : engineAnswer(machine, model, quant, ask, engine),
    [machine, model, quant, ask, own, engine]
  )
}

/** The line that runs it the way the bill was made, for the program that a person has. */
export function CommandCard({ command: own, ...asked }: Asked & { readonly command: string }): ReactElement {
  const [engine, setEngine] = useState<LlamaEngineName>('llama.cpp')
  const { command, assessment, notes } = useLine(asked, own, engine)
  return (
    <section className="card run">
      <div className="card-head">
        <h2>Run it so</h2>
        <div className="run-with">
          <select
            aria-label="Program"
            value={engine}
            onChange={(event) => {
              const name = llamaEngineNames.find((one) => one === event.target.value)
              if (name) setEngine(name)
            }}
          >
            {llamaEngineNames.map((name) => (
              <option key={name} value={name}>
                {engineTitles[name]}
              </option>
            ))}
          </select>
          {command !== null && <CopyButton text={command} what="command" />}
        </div>
      </div>
      {command !== null && <CommandText command={command} />}
      {assessment && (
        <p className="run-outcome">
          {engineTitles[engine]} places it by its own rules: {outcomeWords(assessment)}.
        </p>
      )}
      {[...notes, ...(assessment?.notes ?? [])].map((note) => (
        <p key={note} className="run-outcome">
          {note}
        </p>
      ))}
    </section>
  )
}
