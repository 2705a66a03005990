import type { Assessment, DeviceBill } from '../../core/fit/assessment.ts'
import type { Bytes } from '../../core/quantity.ts'
import { bytes } from '../../core/quantity.ts'

const add = (a: Bytes | null, b: Bytes | null): Bytes | null =>
  a === null || b === null ? null : bytes(a + b)

/** Several devices as one hold. Unknown in one is unknown in the sum. */
export function joined(bills: readonly [DeviceBill, ...DeviceBill[]]): DeviceBill {
  const [first, ...rest] = bills
  return rest.reduce<DeviceBill>(
    (sum, bill) => ({
      kind: sum.kind,
      name: `${bills.length} GPUs`,
      terms: [...sum.terms, ...bill.terms],
      capacity: add(sum.capacity, bill.capacity),
      free: add(sum.free, bill.free),
      loadLine: add(sum.loadLine, bill.loadLine)
    }),
    first
  )
}

/** The hold that decides: the one that is short; else the GPUs where they are used; else RAM. Null: nothing to draw. */
export function barBill({ devices, host, verdict }: Assessment): DeviceBill | null {
  const short = [...devices, host].find((bill) => bill.name === verdict.short?.device)
  if (short && short.terms.length > 0) return short
  const [first, ...rest] = devices.filter((bill) => bill.terms.some((term) => term.bytes > 0))
  if (first) return joined([first, ...rest])
  return host.terms.length > 0 ? host : null
}
