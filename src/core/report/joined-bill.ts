import type { DeviceBill } from '../fit/assessment.ts'
import { type Bytes, bytes } from '../quantity.ts'

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
