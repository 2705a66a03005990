import { answerOf } from '../fit/answer.ts'
import type { Assessment, DeviceBill } from '../fit/assessment.ts'
import { formulaVersion, version } from '../version.ts'
import type { Report } from './report.ts'

/** Raised when a reader of the one before would misread it; `open-report.ts` reads this one. */
export const reportVersion = 2
export const reportSchema = `plimsoll-report/${reportVersion}`

/**
 * Everything the report was made from and everything it says. `selected` and `list` have the shape of the batch
 * command's answers; each `request` is one of its requests, so that the figures can be made again.
 */
export function toJson({ source }: Report): string {
  const { machine, selected, list, generatedAt, catalogVersion, question, corrected } = source
  const document = {
    schema: reportSchema,
    generatedAt,
    versions: { plimsoll: version, formulas: formulaVersion, catalog: catalogVersion },
    question,
    machine,
    ...(corrected && { corrected }),
    selected: selected.map((assessment) => ({
      request: requestOf(assessment),
      ...assessmentOf(assessment),
      bills: [...assessment.devices, assessment.host].map(billOf)
    })),
    list: list.map((assessment) => ({ request: requestOf(assessment), ...assessmentOf(assessment) }))
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function requestOf({ model, quant, engine, speed }: Assessment): Record<string, unknown> {
  return {
    model: model.id,
    ...(quant === null ? {} : { quant, engine }),
    ...(speed.known ? { workload: { depthTokens: speed.depthTokens, promptTokens: speed.promptTokens } } : {})
  }
}

function assessmentOf(assessment: Assessment): Record<string, unknown> {
  const { name, slug, publisher, country, license, release, availability, source } = assessment.model
  return { name, slug, publisher, country, license, release, availability, source, ...answerOf(assessment) }
}

/** Every term with how it comes about; the answer above holds only the sums. */
function billOf({ kind, name, terms, capacity, free, loadLine }: DeviceBill): Record<string, unknown> {
  return {
    kind,
    name,
    terms,
    capacityBytes: capacity,
    freeBytes: free,
    loadLineBytes: loadLine
  }
}
