import { checkCount } from '../../src/catalog/count-check.ts'
import { isRunnable, type ModelSpec } from '../../src/core/model/model.ts'

const grouped = (n: number): string => n.toLocaleString('en-GB')

const header = [
  'row',
  'text weights computed',
  'published',
  'what else the published count holds',
  'verdict'
] as const

function cells(model: ModelSpec): readonly [string, string, string, string, string] {
  const count = isRunnable(model) ? checkCount(model) : null
  if (!count) return [model.id, '-', '-', '', model.availability]
  const others = count.others.map(({ what, elements }) => `${what} ${grouped(elements)}`).join(', ')
  return [model.id, grouped(count.text), grouped(count.published), others, count.verdict]
}

/** Why counts are not exact: one line for each such row. */
export const reasonsOf = (models: readonly ModelSpec[]): readonly string[] =>
  models.flatMap(({ id, parameters }) => (parameters.reason ? [`${id}: ${parameters.reason}`] : []))

/** The proof of the catalogue as a table: one line per model, figures in elements. */
export function countTable(models: readonly ModelSpec[]): string {
  const lines = [header, ...models.map(cells)]
  const width = (at: number): number => Math.max(...lines.map((line) => (line[at] ?? '').length))
  const widths = header.map((_, at) => width(at))
  return lines
    .map((line) =>
      line
        .map((cell, at) =>
          at === 1 || at === 2 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)
        )
        .join('  ')
        .trimEnd()
    )
    .join('\n')
}
