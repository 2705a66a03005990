import type { DeviceBill } from '../fit/assessment.ts'
import { inGib } from '../format.ts'
import { bytesOf, type TermKind, termKinds, totalOf } from '../memory/term.ts'
import { termNames } from './names.ts'

/** A hold drawn to scale, as fractions of the drawn width. */
export interface Bar {
  readonly name: string
  /** What the picture says, in words. */
  readonly words: string
  /** What other programs hold; null when free memory is unknown. */
  readonly other: number | null
  readonly segments: readonly { readonly kind: TermKind; readonly from: number; readonly width: number }[]
  /** Where the hold ends: below 1 when more is asked than it has, null when its size is unknown. */
  readonly end: number | null
  /** The load line; null when free memory is unknown. */
  readonly line: number | null
}

/** Other programs first, then the load by kind. The scale is the capacity, or the sum where that is more. */
export function barOf(bill: DeviceBill): Bar {
  const { capacity, free, loadLine } = bill
  const other = capacity === null || free === null ? null : Math.max(0, capacity - free)
  const scale = Math.max(capacity ?? 0, (other ?? 0) + totalOf(bill.terms))
  const fraction = (size: number): number => (scale === 0 ? 0 : size / scale)
  let from = other ?? 0
  const segments = termKinds.flatMap((kind) => {
    const size = bytesOf(bill.terms, kind)
    if (size === 0) return []
    const segment = { kind, from: fraction(from), width: fraction(size) }
    from += size
    return [segment]
  })
  return {
    name: bill.name,
    words: inWords(bill),
    other: other === null ? null : fraction(other),
    segments,
    end: capacity === null ? null : fraction(capacity),
    line: loadLine === null || other === null ? null : fraction(other + Math.max(0, loadLine))
  }
}

function inWords({ name, terms, capacity, free, loadLine }: DeviceBill): string {
  const parts = termKinds
    .filter((kind) => bytesOf(terms, kind) > 0)
    .map((kind) => `${termNames[kind]} ${inGib(bytesOf(terms, kind))}`)
  const asked = `${inGib(totalOf(terms))} to load${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`
  const line = loadLine === null ? 'load line unknown' : `load line at ${inGib(loadLine)}`
  const left = free === null ? 'free memory unknown' : `${inGib(free)} free`
  return `${name}: ${asked}; ${line}, ${left}${capacity === null ? ', size unknown' : ` of ${inGib(capacity)}`}`
}
