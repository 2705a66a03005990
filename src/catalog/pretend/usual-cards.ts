import type { DeviceSpec } from '../../core/machine/device.ts'
import { devices } from '../devices.ts'
import { isSize } from '../find-device.ts'

/** Lines of products, those that most people have first. A card in no line comes last. */
const lines: readonly RegExp[] = [
  /^GeForce RTX (?!.*Laptop)/,
  /^Radeon RX /,
  /^Arc [AB]\d+$/,
  /^GeForce GTX (?!.*Laptop)/,
  /Laptop|Arc .*M$/,
  /^(?:RTX |Quadro|Radeon (?:PRO|AI)|Arc Pro|TITAN)/
]

const lineOf = ({ name }: DeviceSpec): number => {
  const at = lines.findIndex((line) => line.test(name))
  return at < 0 ? lines.length : at
}

/**
 * Cards in the order in which they are offered for a size: the usual lines first, in a line the newer, of one year the
 * slower, because what it promises the faster ones keep.
 */
export const inUsualOrder = (cards: readonly DeviceSpec[]): readonly DeviceSpec[] =>
  [...cards].sort(
    (a, b) =>
      lineOf(a) - lineOf(b) ||
      (b.releaseYear ?? 0) - (a.releaseYear ?? 0) ||
      (a.bandwidthGBs ?? 0) - (b.bandwidthGBs ?? 0)
  )

/** The cards with this much memory of their own, GiB; those without a known bandwidth are left out. */
export const usualCards = (memoryGib: number): readonly DeviceSpec[] =>
  inUsualOrder(
    devices.filter(
      ({ kind, memoryGib: printed, bandwidthGBs }) =>
        kind === 'discrete' && printed !== null && bandwidthGBs !== null && isSize(memoryGib, printed)
    )
  )
