import type { Machine } from '../../core/machine/machine.ts'
import { mib } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import type { Bytes } from '../../core/quantity.ts'

interface Hold {
  readonly id: string
  readonly total: Reading<Bytes>
  readonly free: Reading<Bytes>
}

const holdsOf = ({ ram, accelerators }: Machine): readonly Hold[] => [
  { id: 'ram', total: ram.total, free: ram.available },
  ...accelerators.map(({ id, total, free }) => ({ id, total, free }))
]

/**
 * How much free memory must move before it matters, in bytes: 256 MiB, or 2 % of large memory. A quarter of the
 * 1024 MiB that the load line keeps clear (`placement/room.ts`), so that an answer stays safe until it is replaced;
 * and more than a browser or a desktop breathes, so that a list of hundreds of answers does not change by itself.
 */
const matters = (total: Reading<Bytes>): number =>
  Math.max(mib(256), total.known ? Math.min(0.02 * total.value, mib(1024)) : 0)

const differs = (one: Hold, other: Hold | undefined, share: number): boolean => {
  if (!other || one.id !== other.id || one.free.known !== other.free.known) return true
  if (one.total.known !== other.total.known) return true
  const moved = (a: Reading<Bytes>, b: Reading<Bytes>): number =>
    a.known && b.known ? Math.abs(a.value - b.value) : 0
  return moved(one.free, other.free) >= share * matters(one.total) || moved(one.total, other.total) > 0
}

/** Whether the free memory of two readings of one machine parts by `share` of what matters, on any device. */
export function hasMoved(before: Machine, now: Machine, share = 1): boolean {
  const [old, fresh] = [holdsOf(before), holdsOf(now)]
  return old.length !== fresh.length || old.some((hold, at) => differs(hold, fresh[at], share))
}
