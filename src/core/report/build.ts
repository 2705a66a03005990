import { formulaVersion, version } from '../version.ts'
import { type Block, heading, list, paragraph } from './document.ts'
import { listSection } from './list-section.ts'
import { machineSection } from './machine-section.ts'
import { modelSection } from './model-section.ts'
import type { Report, ReportSource } from './report.ts'

/** Puts a report together; pure, so the same source gives the same report. */
export function buildReport(source: ReportSource): Report {
  const { machine, selected, list: all } = source
  const title = `Plimsoll report: ${machine.name}`
  return {
    source,
    document: {
      title,
      blocks: [
        paragraph(madeWith(source)),
        ...machineSection(machine),
        ...selected.flatMap(modelSection),
        ...(all.length === 0 ? [] : listSection(all)),
        ...reproduceSection()
      ]
    }
  }
}

const madeWith = ({ generatedAt, catalogVersion }: ReportSource): string =>
  `Made ${generatedAt} with Plimsoll ${version}, formulas ${formulaVersion}, catalogue ${catalogVersion}.`

function reproduceSection(): Block[] {
  return [
    heading(2, 'How to read and reproduce it'),
    list([
      'GiB are 2^30 bytes, GB/s are 10^9 bytes per second.',
      'A speed is the likely value with the range that held eight of ten measured cases of its class.',
      '“exact” follows from the engine’s rules to the byte, “modelled” approximates them, “measured” is a constant with its source.',
      'The JSON report holds the machine and every request: the same formulas version gives the same figures from it.'
    ])
  ]
}
