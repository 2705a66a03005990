import { type ReactElement, useState } from 'react'
import type { DeviceBill } from '../../../core/fit/assessment.ts'
import { inGib } from '../../../core/format.ts'
import { bytesOf, type Term, type TermKind, termKinds, totalOf } from '../../../core/memory/term.ts'
import { TermRow, type TermPart } from './term-row.tsx'

/** `GPU`, or `GPU 1`, `GPU 2` ...: the names stand beside the bars. */
const heads = (bills: readonly DeviceBill[]): readonly string[] => {
  const gpus = bills.filter((bill) => bill.kind === 'gpu').length
  return bills.map((bill, index) => (bill.kind === 'host' ? 'RAM' : gpus > 1 ? `GPU ${index + 1}` : 'GPU'))
}

const held = ({ terms }: DeviceBill, kind: TermKind): readonly Term[] =>
  terms.filter((term) => term.kind === kind && term.bytes > 0)

/** The bill as figures. Each term opens into how its figures come about, device by device. */
export function TermTable({
  bills,
  quant,
  cacheType
}: {
  readonly bills: readonly DeviceBill[]
  readonly quant: string | null
  readonly cacheType: string
}): ReactElement {
  const [open, setOpen] = useState<ReadonlySet<TermKind>>(new Set())
  const detail: Partial<Record<TermKind, string>> = {
    'kv-cache': cacheType,
    ...(quant && { weights: quant })
  }
  const names = heads(bills)
  const used = termKinds.filter((kind) => bills.some((bill) => bytesOf(bill.terms, kind) > 0))
  const toggle = (kind: TermKind): void => {
    const next = new Set(open)
    if (!next.delete(kind)) next.add(kind)
    setOpen(next)
  }
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Terms of the bill">
      <table className="terms opening">
        <thead>
          <tr>
            <th scope="col">Term</th>
            {names.map((head) => (
              <th key={head} scope="col" className="number">
                {head}
              </th>
            ))}
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {used.map((kind) => (
            <TermRow
              key={kind}
              kind={kind}
              detail={detail[kind] ?? null}
              sizes={bills.map((bill) => bytesOf(bill.terms, kind))}
              parts={bills.flatMap((bill, index) =>
                held(bill, kind).map((term): TermPart => ({ device: names[index] ?? bill.name, term }))
              )}
              open={open.has(kind)}
              onToggle={() => toggle(kind)}
            />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">together</th>
            {bills.map((bill, index) => (
              <td key={index} className="number">
                {inGib(totalOf(bill.terms))}
              </td>
            ))}
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
