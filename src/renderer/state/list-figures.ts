import { inGib, parameterCount, tokens } from '../../core/format.ts'
import type { Assessment } from '../../core/fit/assessment.ts'
import { totalOf } from '../../core/memory/term.ts'
import { barBill } from './bar-bill.ts'
import { parametersOf, type Row } from './list-row.ts'

/** `30.5B, 3.3B active` or `14.7B dense`. */
export function sizeText(row: Pick<Row, 'model' | 'assessment'>): string {
  const { total, active } = parametersOf(row)
  if (total === null) return 'size not published'
  if (!row.model.architecture?.experts) return `${parameterCount(total)} dense`
  return `${parameterCount(total)}, ${active === null ? 'active part unknown' : `${parameterCount(active)} active`}`
}

/** `needs 12.0 GiB more RAM`: what keeps a model from running; null where that is not a size. */
export function needText({ verdict, devices, host }: Assessment): string | null {
  if (!verdict.short) return null
  const { device, bytes } = verdict.short
  const where = device === host.name ? 'RAM' : devices.length > 0 ? 'VRAM' : device
  return `needs ${inGib(bytes)} more ${where}`
}

/** `12.1 GiB VRAM`: what the hold that decides is asked to carry. */
export function memoryText(assessment: Assessment): string | null {
  const bill = barBill(assessment)
  return bill && `${inGib(totalOf(bill.terms))} ${bill.kind === 'gpu' ? 'VRAM' : 'RAM'}`
}

/** Down to a multiple of 1,024, so that a column of limits can be compared at a glance. */
const wholeThousands = (n: number): number => (n < 1024 ? Math.floor(n) : Math.floor(n / 1024) * 1024)

/**
 * What each user gets; null where it is unknown. The search ends at the documented context, so for several users the
 * limit is a lower bound.
 */
export function contextText({ largestContext, model }: Assessment, parallel: number): string | null {
  if (largestContext === null) return null
  const bound = parallel > 1 && largestContext === model.contextLength
  return `${bound ? '≥ ' : ''}${tokens(wholeThousands(largestContext / parallel))}`
}
