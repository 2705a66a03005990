import { contextWithin } from '../../../core/fit/context-limit.ts'
import { type Assessment, cacheTypeOf, type DeviceBill, isLlama } from '../../../core/fit/assessment.ts'
import { runs, type VerdictLevel } from '../../../core/fit/verdict.ts'
import { context, inGib, parameterCount, rate, rateRange, seconds } from '../../../core/format.ts'
import { totalOf } from '../../../core/memory/term.ts'
import type { Answered } from './answered.ts'

export interface Cell {
  readonly text: string
  /** Smaller ink behind it: a range, a reason. */
  readonly aside?: string
  /** What it is ranked by; null where there is nothing to rank. */
  readonly value: number | null
}

export interface Row {
  readonly name: string
  /** Null where the column has no answer. */
  readonly cells: readonly (Cell | null)[]
  /** Which end of the values is the better one; null where neither is. */
  readonly better: 'more' | 'less' | null
}

const levels: readonly VerdictLevel[] = ['fits', 'fits-with-offload', 'cpu-only', 'does-not-fit']

const rankOf = (level: VerdictLevel): number | null => (levels.includes(level) ? levels.indexOf(level) : null)

/** The devices something is put on, the GPUs first. */
export const loaded = ({ devices, host }: Assessment): readonly DeviceBill[] =>
  [...devices, host].filter(({ terms }) => totalOf(terms) > 0)

function memory(assessment: Assessment): Cell {
  const bills = loaded(assessment)
  if (bills.length === 0) return unknown('Nothing could be worked out.')
  const sum = bills.reduce((bytes, { terms }) => bytes + totalOf(terms), 0)
  return { text: bills.map(({ name, terms }) => `${name} ${inGib(totalOf(terms))}`).join(', '), value: sum }
}

const unknown = (reason: string): Cell => ({ text: 'unknown', aside: reason, value: null })
const notRun: Cell = { text: 'does not run', value: null }

const users = ({ engine }: Assessment): number => (isLlama(engine) ? engine.parallel : 1)

function longest(assessment: Assessment): Cell {
  if (!runs(assessment.verdict)) return notRun
  const { largestContext } = assessment
  if (largestContext === null) return unknown('A reading that decides is missing.')
  const each = Math.floor(largestContext / users(assessment))
  return {
    text: context(each),
    ...(users(assessment) > 1 && { aside: 'for each user' }),
    value: each
  }
}

function decode({ speed, verdict }: Assessment): Cell {
  if (!runs(verdict)) return notRun
  return speed.known
    ? { text: rate(speed.decode.likely), aside: rateRange(speed.decode), value: speed.decode.likely }
    : unknown(speed.reason)
}

function prefill({ speed, verdict }: Assessment): Cell {
  if (!runs(verdict)) return notRun
  if (!speed.known) return unknown(speed.reason)
  return speed.prefill
    ? { text: rate(speed.prefill.likely), aside: rateRange(speed.prefill), value: speed.prefill.likely }
    : unknown(speed.prefillNote ?? 'There are no measurements to fit it on.')
}

function firstWord({ speed, verdict }: Assessment): Cell {
  if (!runs(verdict)) return notRun
  if (!speed.known) return unknown(speed.reason)
  const { firstToken } = speed
  return firstToken
    ? {
        text: seconds(firstToken.likely),
        aside: `${seconds(firstToken.low)}–${seconds(firstToken.high)}`,
        value: firstToken.likely
      }
    : unknown(speed.prefillNote ?? 'Reading a prompt was not measured.')
}

function size({ parameters, model }: Assessment): Cell {
  const total = parameters.total ?? model.parameters.total
  const active = parameters.active ?? model.parameters.active
  if (total === null) return unknown('The size is not published.')
  if (active === null) return { text: parameterCount(total), aside: 'active part unknown', value: null }
  const dense = active / total > 0.97
  return {
    text: `${parameterCount(total)}, ${dense ? 'dense' : `${parameterCount(active)} active`}`,
    value: null
  }
}

function trained({ model }: Assessment): Cell {
  const length = model.contextTrained ?? model.contextLength
  if (length === null) return unknown('Nothing is published.')
  const extended = model.contextTrained !== undefined && model.contextLength !== null
  return {
    text: context(length),
    ...(extended && { aside: `extended to ${context(model.contextLength)}` }),
    value: length
  }
}

type CellOf = (assessment: Assessment) => Cell

const bytesOrUnknown =
  (of: (assessment: Assessment) => Assessment['fileBytes']): CellOf =>
  (assessment) => {
    const bytes = of(assessment)
    return bytes === null ? unknown('Nothing could be worked out.') : { text: inGib(bytes), value: bytes }
  }

const definitions: readonly (readonly [name: string, better: Row['better'], cell: CellOf])[] = [
  ['Verdict', 'less', ({ verdict }) => ({ text: verdict.sentence, value: rankOf(verdict.level) })],
  ['Parameters', null, size],
  ['File', 'less', bytesOrUnknown(({ fileBytes }) => fileBytes)],
  ['Memory', 'less', memory],
  ['Longest context', 'more', longest],
  ['Writing', 'more', decode],
  ['Reading a prompt', 'more', prefill],
  ['First word after', 'less', firstWord],
  ['Trained context', 'more', trained],
  ['Licence', null, ({ model }) => ({ text: model.license, value: null })],
  ['Released', null, ({ model }) => ({ text: model.release, value: null })],
  ['Run it so', null, ({ command }) => (command === null ? notRun : { text: command, value: null })]
]

/** The comparison row by row; screen and copied text print the same cells. */
export const rowsOf = (answered: readonly Answered[]): readonly Row[] =>
  definitions.map(([name, better, cell]) => ({
    name,
    better,
    cells: answered.map(({ assessment }) => (assessment ? cell(assessment) : null))
  }))

/** Whether the columns do not all say the same. */
export const differs = ({ cells }: Row): boolean =>
  new Set(cells.flatMap((cell) => (cell ? [cell.text] : []))).size > 1

/**
 * Which columns have the best value of a row. None where all that have a value have the same, where only one has one,
 * or where neither end is better.
 */
export function bestOf({ cells, better }: Row): ReadonlySet<number> {
  if (better === null) return new Set()
  const known = cells.flatMap((cell, at) =>
    cell === null || cell.value === null ? [] : [{ at, value: cell.value }]
  )
  const values = known.map(({ value }) => value)
  const best = better === 'more' ? Math.max(...values) : Math.min(...values)
  if (known.length < 2 || values.every((value) => value === best)) return new Set()
  return new Set(known.filter(({ value }) => value === best).map(({ at }) => at))
}

/** How a column is asked for, in words. */
export function askText({ column, model, assessment }: Answered): string {
  const tokens = model ? contextWithin(model, column.contextTokens) : column.contextTokens
  const each = column.parallel === 1 ? '' : ` for each of ${column.parallel} users`
  const cache = assessment ? cacheTypeOf(assessment.engine) : column.cacheType
  return `${context(tokens)}${each}, cache ${cache}`
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ')

/** The whole comparison as tab-separated text: pastes as a table into a spreadsheet or a message. */
export function comparisonText(answered: readonly Answered[]): string {
  const head = [
    ['Model', ...answered.map(({ model, column }) => model?.name ?? column.model)],
    ['Quantisation', ...answered.map(({ assessment, column }) => assessment?.quant ?? column.quant)],
    ['Asked for', ...answered.map(askText)],
    ['Machine', ...answered.map(({ machineTitle }) => machineTitle)]
  ]
  const body = rowsOf(answered).map(({ name, cells }) => [
    name,
    ...cells.map((cell) =>
      cell ? `${cell.text}${cell.aside === undefined ? '' : ` (${cell.aside})`}` : 'no answer'
    )
  ])
  return [...head, ...body].map((line) => line.map(oneLine).join('\t')).join('\n')
}
