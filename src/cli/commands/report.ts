import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { catalogVersion, models } from '../../catalog/catalog.ts'
import type { Ask } from '../../core/fit/ask.ts'
import { assess } from '../../core/fit/assess.ts'
import type { Assessment } from '../../core/fit/assessment.ts'
import { refused } from '../../core/fit/refused.ts'
import { rankAssessments } from '../../core/fit/rank.ts'
import type { ModelSpec } from '../../core/model/model.ts'
import { buildReport } from '../../core/report/build.ts'
import { type ReportFormat, renderReport, reportFormats } from '../../core/report/render.ts'
import { chooseEngine, chooseQuant, engineFor, engineWithin } from '../choose-engine.ts'
import { chooseMachine } from '../choose-machine.ts'
import { chooseModel, quantOf } from '../choose-model.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Output } from '../output.ts'
import type { ReportOptions } from '../program.ts'
import { UsageError } from '../usage-error.ts'

/** `plimsoll report`: the whole catalogue for this machine, and the named models in full. */
export async function reportCommand(
  names: readonly string[],
  options: ReportOptions,
  output: Output
): Promise<ExitCode> {
  const format = chooseFormat(options)
  const engine = chooseEngine(options)
  const quant = chooseQuant(options.quant)
  const selected = await Promise.all(names.map((name) => chooseModel(name, { note: output.note })))
  const machine = await chooseMachine(options, output)
  const answer = (model: ModelSpec, ask: Ask): Assessment => {
    const result = assess(model, machine, ask)
    if (!result.ok) throw new UsageError(`${model.name}: ${result.error.message}`)
    return result.value
  }
  const report = buildReport({
    machine,
    list: rankAssessments(
      models.map((model) => {
        const within = engineWithin(model, engine)
        const result = assess(model, machine, { quant: 'auto', engine: within, brief: true })
        if (result.ok) return result.value
        return refused(model, { ...engine, contextTokens: 0 }, result.error.message)
      })
    ),
    selected: selected.map((model) =>
      answer(model, { quant: quantOf(model, quant), engine: engineFor(model, engine) })
    ),
    question: {
      models: selected.map(({ id }) => id),
      quant,
      contextTokens: engine.contextTokens,
      parallel: engine.parallel,
      cacheType: engine.cacheType,
      ubatch: engine.ubatch,
      gpuLayers: 'auto',
      cpuMoeLayers: 'auto'
    },
    generatedAt: new Date().toISOString(),
    catalogVersion
  })
  const text = renderReport(report, format)
  if (options.out === undefined) {
    output.out(text.trimEnd())
    return exitCode.done
  }
  const file = options.out
  await writeFile(file, text).catch((error: unknown) => {
    throw new UsageError(`--out: “${file}” cannot be written: ${error instanceof Error ? error.message : ''}`)
  })
  output.note(`Written to ${file}.`)
  return exitCode.done
}

function chooseFormat(options: ReportOptions): ReportFormat {
  if (options.format) return options.format
  if (options.json) return 'json'
  if (options.out === undefined) return 'md'
  const ending = extname(options.out).slice(1).toLowerCase()
  const format = reportFormats.find((name) => name === ending)
  if (!format) {
    throw new UsageError(
      `--out: “${options.out}” should end in .md, .html, .json or .csv, or name a --format.`
    )
  }
  return format
}
