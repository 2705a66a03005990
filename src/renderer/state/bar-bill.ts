import type { Assessment, DeviceBill } from '../../core/fit/assessment.ts'
import { joined } from '../../core/report/joined-bill.ts'

export { joined }

/** The hold that decides: the one that is short; else the GPUs where they are used; else RAM. Null: nothing to draw. */
export function barBill({ devices, host, verdict }: Assessment): DeviceBill | null {
  const short = [...devices, host].find((bill) => bill.name === verdict.short?.device)
  if (short && short.terms.length > 0) return short
  const [first, ...rest] = devices.filter((bill) => bill.terms.some((term) => term.bytes > 0))
  if (first) return joined([first, ...rest])
  return host.terms.length > 0 ? host : null
}
