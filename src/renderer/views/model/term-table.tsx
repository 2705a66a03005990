import type { ReactElement } from 'react'
import type { DeviceBill } from '../../../core/fit/assessment.ts'
import { inGib } from '../../../core/format.ts'
import { bytesOf, type Term, type TermKind, termKinds, totalOf } from '../../../core/memory/term.ts'
import { termNames } from '../../../core/report/names.ts'

const certainties: Record<Term['certainty'], string> = {
  exact: 'to the byte',
  modelled: 'modelled',
  measured: 'measured'
}

/** A product as it is set in print; plain outputs keep the letter. */
const timesSigns = (why: string): string => why.replaceAll(' x ', ' × ')

/** The reasons of one kind over all devices; the same reason once. */
function reasons(bills: readonly DeviceBill[], kind: TermKind): readonly string[] {
  const terms = bills.flatMap((bill) => bill.terms.filter((term) => term.kind === kind && term.bytes > 0))
  return [...new Set(terms.map((term) => `${timesSigns(term.why)} (${certainties[term.certainty]})`))]
}

/** `GPU`, or `GPU 1`, `GPU 2` ...: the names stand beside the bars. */
const heads = (bills: readonly DeviceBill[]): readonly string[] => {
  const gpus = bills.filter((bill) => bill.kind === 'gpu').length
  return bills.map((bill, index) => (bill.kind === 'host' ? 'RAM' : gpus > 1 ? `GPU ${index + 1}` : 'GPU'))
}

export function TermTable({
  bills,
  quant,
  cacheType
}: {
  readonly bills: readonly DeviceBill[]
  readonly quant: string | null
  readonly cacheType: string
}): ReactElement {
  const detail: Partial<Record<TermKind, string>> = {
    'kv-cache': cacheType,
    ...(quant && { weights: quant })
  }
  const used = termKinds.filter((kind) => bills.some((bill) => bytesOf(bill.terms, kind) > 0))
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Terms of the bill">
      <table className="terms">
        <thead>
          <tr>
            <th scope="col">Term</th>
            {heads(bills).map((head) => (
              <th key={head} scope="col" className="number">
                {head}
              </th>
            ))}
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {used.map((kind) => (
            <tr key={kind}>
              <th scope="row">
                <i className={`swatch ${kind}`} />
                {termNames[kind]}
                {detail[kind] && `, ${detail[kind]}`}
              </th>
              {bills.map((bill, index) => (
                <td key={index} className="number">
                  {bytesOf(bill.terms, kind) > 0 ? inGib(bytesOf(bill.terms, kind)) : 'none'}
                </td>
              ))}
              <td className="why">
                {reasons(bills, kind).map((reason) => (
                  <div key={reason}>{reason}</div>
                ))}
              </td>
            </tr>
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
