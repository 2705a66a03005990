import { type ReactElement, useState } from 'react'
import { grouped, inGib, rate, rateRange } from '../../../../core/format.ts'
import { cliffTitle } from '../../../../core/chart/cliff-words.ts'
import type { CliffPoint } from '../../../../core/fit/cliff-point.ts'
import type { CliffSeries } from '../../../../core/fit/cliff-series.ts'
import { totalOf } from '../../../../core/memory/term.ts'
import { CopyButton } from '../../../parts/copy-button.tsx'

/** Head and rows of the table, as texts: the screen and the clipboard have the same. */
export function cliffRows(series: CliffSeries): {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
} {
  const [first] = series.points
  const gpus = first?.devices.map(({ name }) => name) ?? []
  const marks = new Map(series.cliffs.map((cliff) => [cliff.contextTokens, cliffTitle(cliff, series)]))
  return {
    head: ['Context', 'Verdict', ...gpus, 'RAM', 'Likely', 'Range', 'Then'],
    rows: series.points.map((point) => [
      grouped(point.contextTokens),
      point.verdict.word,
      ...[...point.devices, point.host].map(({ terms }) => inGib(totalOf(terms))),
      ...speedCells(point),
      marks.get(point.contextTokens) ?? ''
    ])
  }
}

function speedCells({ speed, verdict }: CliffPoint): readonly [string, string] {
  if (speed.known) return [rate(speed.decode.likely), rateRange(speed.decode)]
  return [verdict.level === 'does-not-fit' ? 'does not run' : 'unknown', '']
}

/** The curve as a table, for those who do not see it and for other programs. */
export function CliffTable({ series }: { readonly series: CliffSeries }): ReactElement {
  const [open, setOpen] = useState(false)
  return (
    <details className="cliff-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {open && <OpenTable series={series} />}
    </details>
  )
}

function OpenTable({ series }: { readonly series: CliffSeries }): ReactElement {
  const { head, rows } = cliffRows(series)
  const text = [head, ...rows].map((cells) => cells.join('\t')).join('\n')
  const words = (column: number): boolean => column === 1 || column === head.length - 1
  return (
    <>
      <CopyButton text={text} what="table" />
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Memory and speed over the context">
        <table className="terms">
          <thead>
            <tr>
              {head.map((title, column) => (
                <th key={column} scope="col" className={words(column) ? undefined : 'number'}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([context, ...cells]) => (
              <tr key={context}>
                <th scope="row" className="number">
                  {context}
                </th>
                {cells.map((cell, index) => (
                  <td key={index} className={words(index + 1) ? undefined : 'number'}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
