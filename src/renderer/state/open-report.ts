import { catalogVersion } from '../../catalog/catalog.ts'
import { changedFigures, changedVersions } from '../../core/report/compare-reported.ts'
import type { OpenedReport } from '../../core/report/open-report.ts'
import { ok, type Result } from '../../core/result.ts'
import { formulaVersion } from '../../core/version.ts'
import { assessmentOf } from './assessments.ts'
import { type Choices, choose, type View } from './choices.ts'
import { allModels } from './own-models.ts'
import { standInReport } from './report-machine.ts'

/** More differences than these are not told one by one. */
const mostTold = 4

/**
 * Opens the text of a JSON report: the state it was saved in comes back, with its machine in place of this one. The
 * error is a sentence that says what is wrong, where, and what to do; then nothing has changed.
 */
export async function openReport(text: string): Promise<Result<null, string>> {
  // The schemas bring zod along, which the page needs for nothing else.
  const { openReport: read } = await import('../../core/report/open-report.ts')
  const report = read(text)
  if (!report.ok) return report
  const { corrected, machine } = report.value
  standInReport(named(corrected?.detected ?? machine), corrected?.overrides ?? { accelerators: {} }, {
    from: `Figures are for the machine of a report made ${report.value.generatedAt.slice(0, 10)}.`,
    remarks: remarksOn(report.value)
  })
  choose(choicesOf(report.value))
  return ok(null)
}

const named = (machine: OpenedReport['machine']): OpenedReport['machine'] =>
  machine.name === 'this machine' ? { ...machine, name: 'the machine of the report' } : machine

const views: readonly View[] = ['list', 'model', 'compare', 'take', 'report', 'machine']

function choicesOf({ question }: OpenedReport): Partial<Choices> {
  const { quant, contextTokens, parallel, cacheType, ubatch, gpuLayers, cpuMoeLayers } = question
  const model = allModels().find(({ id }) => id === question.models[0])?.slug ?? null
  const view = views.find((name) => name === question.view)
  return {
    ...{ model, quant, contextTokens, parallel, cacheType },
    tuning: { ubatch, gpuLayers, cpuMoeLayers },
    view: view ?? (model === null ? 'list' : 'model')
  }
}

/** Models that are not here, versions that are not the same, and what that did to the figures. */
function remarksOn(report: OpenedReport): string[] {
  const { question, answers, machine } = report
  const missing = question.models.filter((id) => !allModels().some((model) => model.id === id))
  const versions = changedVersions(report, { formulas: formulaVersion, catalog: catalogVersion })
  const figures = answers.flatMap((answer) => {
    const model = allModels().find(({ id }) => id === answer.model)
    if (!model) return []
    const { contextTokens, parallel, cacheType, ubatch, gpuLayers, cpuMoeLayers, quant } = question
    const ask = { contextTokens, parallel, cacheType, tuning: { ubatch, gpuLayers, cpuMoeLayers } }
    return changedFigures(answer, assessmentOf(machine, model, quant, ask, 'page'))
  })
  const told = figures.slice(0, mostTold)
  return [
    ...missing.map((id) => `The catalogue here has no ${id}: it is left out.`),
    ...(versions.length === 0 ? [] : [`It was made with ${versions.join(' and ')}: figures may differ.`]),
    ...told,
    ...(figures.length > told.length ? [`${figures.length - told.length} more figures differ.`] : []),
    ...(versions.length > 0 && figures.length === 0 ? ['The figures of its model are the same.'] : [])
  ]
}
