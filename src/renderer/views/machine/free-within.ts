import { inGib } from '../../../core/format.ts'
import type { Bytes } from '../../../core/quantity.ts'
import type { Reading } from '../../../core/reading.ts'

/** What a person sees of two sizes decides: 16 GiB typed beside 15.99 GiB shown as 16.0 GiB is no contradiction. */
const isMore = (one: Bytes, other: Bytes): boolean => one > other && inGib(one) !== inGib(other)

/** Refuses free memory above the total: typed, or else detected. */
export const freeWithin =
  (typed: Bytes | undefined, detected: Reading<Bytes>) =>
  (free: Bytes): string | null => {
    const total = typed ?? (detected.known ? detected.value : null)
    return total !== null && isMore(free, total) ? `More than the ${inGib(total)} there is in all.` : null
  }

/** Refuses a total below the free memory that was typed. */
export const totalAbove =
  (free: Bytes | undefined) =>
  (total: Bytes): string | null =>
    free !== undefined && isMore(free, total)
      ? `Less than the ${inGib(free)} entered as free. Change or undo that first.`
      : null
