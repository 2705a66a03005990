import type { Assessment } from '../fit/assessment.ts'
import { inGib } from '../format.ts'
import { totalOf } from '../memory/term.ts'
import { bytes } from '../quantity.ts'
import type { OpenedReport, ReportedAnswer } from './open-report.ts'

interface Versions {
  readonly formulas: string
  readonly catalog: string
}

/** Which versions are not those that a report was made with, as parts of a sentence. */
export function changedVersions({ versions }: OpenedReport, now: Versions): string[] {
  return [
    ...(versions.formulas === now.formulas ? [] : [`formulas ${versions.formulas} (here ${now.formulas})`]),
    ...(versions.catalog === now.catalog ? [] : [`catalogue ${versions.catalog} (here ${now.catalog})`])
  ]
}

/** What an answer says otherwise than the report did, as sentences; nothing where they are the same. */
export function changedFigures(reported: ReportedAnswer, now: Assessment): string[] {
  const sums = [...now.devices, now.host].map(({ terms }) => totalOf(terms))
  const changed = reported.bytes.flatMap(({ device, bytes: then }, at) => {
    const today = sums[at]
    return today === undefined || today === then
      ? []
      : [`${device}: ${inGib(bytes(then))} in the report, ${inGib(today)} now.`]
  })
  return [
    ...(reported.quant === now.quant
      ? []
      : [`Quantisation: ${reported.quant ?? 'none'} in the report, ${now.quant ?? 'none'} now.`]),
    ...(reported.sentence === now.verdict.sentence ? [] : [`The report said: ${reported.sentence}`]),
    ...changed
  ]
}
