import { formulaVersion, version } from '../version.ts'
import { type Block, code, heading, list, paragraph } from './document.ts'
import { listSection } from './list-section.ts'
import { machineSection } from './machine-section.ts'
import { modelSection } from './model-section.ts'
import { questionSection } from './question-section.ts'
import type { Report, ReportSource } from './report.ts'
import { reportName, reproduceCommand } from './reproduce.ts'

/** Puts a report together; pure, so the same source gives the same report. */
export function buildReport(source: ReportSource): Report {
  const { machine, selected, list: all, question, charts } = source
  const [only] = selected
  const title =
    selected.length === 1 && only
      ? `${only.model.name} on ${machine.name}`
      : `Plimsoll report: ${machine.name}`
  return {
    source,
    document: {
      title,
      blocks: [
        paragraph(madeWith(source)),
        ...selected.flatMap((assessment) => modelSection(assessment, charts?.get(assessment.model.id))),
        ...questionSection(question),
        ...machineSection(machine),
        ...(all.length === 0 ? [] : listSection(all)),
        ...reproduceSection(source)
      ]
    }
  }
}

const madeWith = ({ generatedAt, catalogVersion }: ReportSource): string =>
  `Made ${generatedAt} with Plimsoll ${version}, formulas ${formulaVersion}, catalogue ${catalogVersion}.`

function reproduceSection({ selected, question }: ReportSource): Block[] {
  const file = `${reportName(selected.map(({ model }) => model))}.json`
  const commands = selected.flatMap((assessment) => reproduceCommand(assessment, question, file) ?? [])
  return [
    heading(2, 'How to read and reproduce it'),
    list([
      'GiB are 2^30 bytes, GB/s are 10^9 bytes per second.',
      'A speed is the likely value with the range that held eight of ten measured cases of its class.',
      '“exact” follows from the engine’s rules to the byte, “modelled” approximates them, “measured” is a constant with its source.',
      'The JSON report holds the machine and everything that was asked. Opened in Plimsoll, it brings the same state back; the same versions of formulas and catalogue give the same figures.'
    ]),
    ...(commands.length === 0
      ? []
      : [
          paragraph(`With the JSON of this report saved as ${file}, the command line prints the same:`),
          code(commands.join('\n'))
        ])
  ]
}
