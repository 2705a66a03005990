import { answerOf } from '../../core/fit/answer.ts'
import { assess } from '../../core/fit/assess.ts'
import type { Assessment } from '../../core/fit/assessment.ts'
import { inGib } from '../../core/format.ts'
import { isFileType } from '../../core/quant/file-type.ts'
import { bytes } from '../../core/quantity.ts'
import { quantOf } from '../../host/hub/gguf-in-repo.ts'
import { findLocalModels } from '../../host/local-models/find-local-models.ts'
import type { LocalModel } from '../../host/local-models/local-model.ts'
import { modelOfLocal } from '../../host/local-models/model-of-local.ts'
import { placesOf } from '../../host/local-models/places.ts'
import { chooseEngine, type EngineChoice, engineWithin } from '../choose-engine.ts'
import { chooseMachine } from '../choose-machine.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { json, type Output } from '../output.ts'
import type { LocalOptions } from '../program.ts'
import { table } from '../table.ts'

interface Row {
  readonly local: LocalModel
  readonly assessment: Assessment | null
}

/** `plimsoll local`: the models that are already on this machine, each with a verdict where its shape is known. */
export async function localCommand(options: LocalOptions, output: Output): Promise<ExitCode> {
  const engine = chooseEngine(options)
  const machine = await chooseMachine(options, output)
  const { models, notes } = await findLocalModels(placesOf({ folders: options.folder ?? [] }))
  const rows: Row[] = []
  for (const local of models) rows.push({ local, assessment: await verdictFor(local, machine, engine) })
  if (options.json) {
    const answers = rows.map(({ local, assessment }) => ({
      ...local,
      answer: assessment && answerOf(assessment)
    }))
    output.out(json({ machine: machine.name, models: answers, notes }))
    return exitCode.done
  }
  for (const note of notes) output.note(note)
  output.out(
    rows.length === 0
      ? 'No models were found here. Name a folder with --folder, or in PLIMSOLL_MODELS.'
      : table<Row>(
          [
            { title: 'Model', cell: ({ local }) => local.name },
            { title: 'in', cell: ({ local }) => local.tool },
            { title: 'on disk', align: 'right', cell: ({ local }) => inGib(bytes(local.bytes)) },
            { title: 'Verdict', cell: verdictWord }
          ],
          rows
        )
  )
  return exitCode.done
}

const verdictWord = ({ local, assessment }: Row): string => {
  if (local.missingParts > 0) return `${local.missingParts} parts missing`
  return assessment?.verdict.word ?? 'shape not known'
}

async function verdictFor(
  local: LocalModel,
  machine: Awaited<ReturnType<typeof chooseMachine>>,
  engine: EngineChoice
): Promise<Assessment | null> {
  const model = await modelOfLocal(local)
  if (!model) return null
  const mix = quantOf(`${local.name}.gguf`)?.replace(/^UD-/, '') ?? ''
  const result = assess(model, machine, {
    quant: isFileType(mix) ? mix : 'auto',
    engine: engineWithin(model, engine),
    brief: true
  })
  return result.ok ? result.value : null
}
