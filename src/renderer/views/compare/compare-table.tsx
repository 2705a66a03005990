import type { ReactElement } from 'react'
import type { SavedMachine } from '../../../contract/api.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { barOf } from '../../../core/report/bar.ts'
import { inGib } from '../../../core/format.ts'
import { totalOf } from '../../../core/memory/term.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { MemoryBar } from '../../parts/memory-bar.tsx'
import { VerdictSentence } from '../../parts/verdict-mark.tsx'
import type { Answered } from './answered.ts'
import { ColumnHead } from './column-head.tsx'
import { bestOf, type Cell, differs, loaded, type Row, rowsOf } from './rows.ts'

function Memory({ answered: { assessment } }: { readonly answered: Answered }): ReactElement | null {
  if (!assessment) return null
  return (
    <>
      {loaded(assessment).map((bill, index) => (
        <div className="compare-memory" key={index}>
          <small>{bill.name}</small>
          <MemoryBar bar={barOf(bill)} />
          <small>
            <strong>{inGib(totalOf(bill.terms))}</strong>
            {bill.loadLine === null ? ', load line unknown' : ` of ${inGib(bill.loadLine)} safe`}
          </small>
        </div>
      ))}
    </>
  )
}

function Content({
  row,
  cell,
  answered,
  best
}: {
  readonly row: Row
  readonly cell: Cell
  readonly answered: Answered
  /** The word for the best of its row, where it is. */
  readonly best: ReactElement | null
}): ReactElement {
  if (row.name === 'Verdict' && answered.assessment)
    return (
      <>
        <VerdictSentence verdict={answered.assessment.verdict} /> {best}
      </>
    )
  if (row.name === 'Memory' && cell.value !== null)
    return (
      <>
        <Memory answered={answered} />
        {best}
      </>
    )
  if (row.name === 'Run it so' && answered.assessment?.command)
    return (
      <div className="compare-command">
        <code tabIndex={0}>{cell.text}</code>
        <CopyButton text={cell.text} what={`command of ${answered.assessment.model.name}`} byKey={false} />
      </div>
    )
  return (
    <>
      <span className={cell.text === 'unknown' ? 'unknown' : undefined}>{cell.text}</span> {best}
      {cell.aside !== undefined && <small>{cell.aside}</small>}
    </>
  )
}

/** Column beside column. A row in which they differ is bold and marked, and its best value is named so. */
export function CompareTable({
  answered,
  here,
  kept
}: {
  readonly answered: readonly Answered[]
  readonly here: Machine
  readonly kept: readonly SavedMachine[]
}): ReactElement {
  const rows = rowsOf(answered)
  return (
    <div className="scroll-x compare-scroll" tabIndex={0} role="region" aria-label="Comparison">
      <table className="compare" style={{ '--columns': answered.length }}>
        <thead>
          <tr>
            <td className="compare-corner" />
            {answered.map((one, index) => (
              <th scope="col" key={one.column.id}>
                <ColumnHead answered={one} index={index} count={answered.length} here={here} kept={kept} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const best = bestOf(row)
            const apart = differs(row)
            return (
              <tr key={row.name} className={apart ? 'apart' : undefined}>
                <th scope="row">
                  {row.name}
                  {apart && (
                    <span className="apart-mark">
                      <span aria-hidden="true">≠</span>
                      <span className="visually-hidden">, differs</span>
                    </span>
                  )}
                </th>
                {answered.map((one, index) => {
                  const cell = row.cells[index]
                  return (
                    <td key={one.column.id} className={best.has(index) ? 'best' : undefined}>
                      {cell ? (
                        <Content
                          row={row}
                          cell={cell}
                          answered={one}
                          best={best.has(index) ? <span className="best-mark">best</span> : null}
                        />
                      ) : (
                        row.name === 'Verdict' && (
                          <span className="unknown">{one.why ?? 'Opening its machine…'}</span>
                        )
                      )}
                    </td>
                  )
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
