import type { Assessment } from '../../core/fit/assessment.ts'
import { rankAssessments } from '../../core/fit/rank.ts'
import { runs as verdictRuns } from '../../core/fit/verdict.ts'
import { totalOf } from '../../core/memory/term.ts'
import { fileTypes } from '../../core/quant/file-type.ts'
import type { Choices, Column, Filter } from './choices.ts'

export const runs = ({ verdict }: Assessment): boolean => verdictRuns(verdict)

export const filters: Record<Filter, (assessment: Assessment) => boolean> = {
  all: () => true,
  article: ({ model }) => model.article !== undefined,
  popular: ({ model }) => model.popularity !== undefined,
  experts: ({ model }) => model.architecture?.experts !== undefined,
  fits: ({ verdict }) => verdict.level === 'fits',
  runs
}

/** Bytes put on all devices together, null where nothing was computed. */
const held = (assessment: Assessment): number | null => {
  const bytes = [...assessment.devices, assessment.host].reduce((sum, bill) => sum + totalOf(bill.terms), 0)
  return bytes === 0 ? null : bytes
}

type Key = (assessment: Assessment) => number | string | null

const keys: Record<Exclude<Column, 'default' | 'verdict'>, Key> = {
  model: ({ model }) => model.name.toLowerCase(),
  quant: ({ quant }) => (quant === null ? null : (fileTypes as readonly string[]).indexOf(quant)),
  context: ({ largestContext }) => largestContext,
  memory: held,
  speed: ({ speed }) => (speed.known ? speed.decode.likely : null)
}

/** Numbers by size, words by alphabet, unknown last in either direction. */
function compare(a: ReturnType<Key>, b: ReturnType<Key>, sign: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  if (typeof a === 'string' || typeof b === 'string') return sign * String(a).localeCompare(String(b), 'en')
  return sign * (a - b)
}

/**
 * The rows of the list: filtered, then in the chosen order. The default is the order of every other output of the
 * program (what runs first, then the newest); equal rows keep it.
 */
export function arrange(
  assessments: readonly Assessment[],
  filter: Filter,
  sort: Choices['sort']
): readonly Assessment[] {
  const rows = rankAssessments(assessments.filter(filters[filter]))
  if (sort.column === 'default') return rows
  if (sort.column === 'verdict') return sort.descending ? rows.reverse() : rows
  const key = keys[sort.column]
  return rows.sort((a, b) => compare(key(a), key(b), sort.descending ? -1 : 1))
}
