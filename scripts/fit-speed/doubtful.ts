import type { NamedEquation } from './equations.ts'
import { dequantised, isPrefill } from './row.ts'

/** A 16-bit prompt has no weights to convert: half the speed of the packed ones on the same card is no property of it. */
const slowest = 0.5

const isSixteen = ({ resolved: { row } }: NamedEquation): boolean => /^B?F16$/.test(row.quant)

/**
 * Rows that another row contradicts: same source, card, model and test, a packed file type, and more than twice the
 * speed, where both are multiplied in 16 bits. They stay in the tables of errors and are kept out of the fit.
 */
export function doubtfulRows(equations: readonly NamedEquation[]): ReadonlySet<NamedEquation> {
  const prefill = equations.filter(({ resolved }) => isPrefill(resolved.row))
  return new Set(
    prefill
      .filter(isSixteen)
      .filter(({ resolved: { row } }) =>
        prefill.some(
          ({ resolved: { row: other } }) =>
            other !== row &&
            other.quant !== row.quant &&
            other.device === row.device &&
            other.backend === row.backend &&
            other.model === row.model &&
            other.test === row.test &&
            other.depth === row.depth &&
            other.source === row.source &&
            other.date === row.date &&
            dequantised(other) &&
            row.tokensPerSecond < other.tokensPerSecond * slowest
        )
      )
  )
}
