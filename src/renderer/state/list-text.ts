import { inGib, parameterCount, rate, rateRange } from '../../core/format.ts'
import type { Assessment } from '../../core/fit/assessment.ts'
import { contextText, memoryText, needText } from './list-figures.ts'
import { runs } from './list-order.ts'
import { parametersOf, type Row } from './list-row.ts'

/** What a line of the copied table is of: a model as the list answers it, or one quantisation of it. */
export type Line = Pick<Row, 'model' | 'assessment'>

const count = (n: number | null): string => (n === null ? 'unknown' : parameterCount(n))

/** A figure of a model that runs; nothing where it does not. */
const running =
  (text: (assessment: Assessment) => string | null) =>
  (assessment: Assessment): string =>
    runs(assessment) ? (text(assessment) ?? 'unknown') : ''

type Cell = (line: Line, parallel: number) => string

/** A cell of the answer: said to be on its way while there is none. */
const answer =
  (text: (assessment: Assessment, parallel: number) => string): Cell =>
  ({ assessment }, parallel) =>
    assessment ? text(assessment, parallel) : 'being worked out'

const columns: readonly (readonly [name: string, cell: Cell])[] = [
  ['Model', ({ model }) => model.name],
  ['Publisher', ({ model }) => model.publisher],
  ['Parameters', (line) => count(parametersOf(line).total)],
  ['Active', (line) => count(parametersOf(line).active)],
  ['Verdict', answer(({ verdict }) => verdict.word)],
  ['Quantisation', answer(({ quant }) => quant ?? '')],
  ['File', answer(({ fileBytes }) => (fileBytes === null ? '' : inGib(fileBytes)))],
  [
    'Longest context',
    answer((assessment, parallel) => running((one) => contextText(one, parallel))(assessment))
  ],
  ['Memory', answer((assessment) => memoryText(assessment) ?? '')],
  ['Decode', answer(running(({ speed }) => (speed.known ? rate(speed.decode.likely) : null)))],
  ['Decode range', answer(running(({ speed }) => (speed.known ? rateRange(speed.decode) : null)))],
  ['Needs', answer((assessment) => needText(assessment) ?? '')]
]

/** A tab or a line break inside a cell would be read as the next one. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** One line, its cells separated by tabs, with no line break at its end. */
export const lineText = (line: Line, parallel: number): string =>
  columns.map(([, cell]) => plain(cell(line, parallel))).join('\t')

/** The table with a head, as a spreadsheet takes it from the clipboard. */
export const tableText = (lines: readonly Line[], parallel: number): string =>
  [columns.map(([name]) => name).join('\t'), ...lines.map((line) => lineText(line, parallel))].join('\n')
