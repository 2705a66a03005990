import type { DeviceSpec } from '../../core/machine/device.ts'
import type { MachineSaid } from './parse-machine.ts'
import { canBe, type Wish } from './wish.ts'

/** RAM of the machine that the page runs on: what a card alone is put beside. */
export interface RamHere {
  readonly gib: number
  readonly GBs: number | null
}

/** Machines that a line may mean. */
export interface Offers {
  /** The likeliest first; none where the line does not make a whole machine. */
  readonly wishes: readonly Wish[]
  /** The first is what was meant, or as good: it may be taken without looking. */
  readonly isSure: boolean
  /** Where the RAM comes from. */
  readonly ram: 'said' | 'here' | 'brought' | 'missing'
}

const mostOffers = 8

const bringsMemory = ({ kind, memoryGib }: DeviceSpec): boolean => kind === 'unified' && memoryGib !== null

/**
 * Whole machines of what was said. Of the cards that may be several, the last one's choices are offered: it is the one
 * being typed. RAM that was not said is that of `here`, with its speed; a size that was said has no speed unless that
 * was said too.
 */
export function offersOf(said: MachineSaid, here: RamHere | null): Offers {
  const { cards, withoutGpu, ramGib, ramSpeed, problems } = said
  const open = cards.findLastIndex(({ choices }) => choices.length > 1)
  const variants = open < 0 ? [null] : (cards[open]?.choices.slice(0, mostOffers) ?? [null])
  const wishes = variants.flatMap((variant): Wish[] => {
    const devices = cards.flatMap(({ count, choices }, index) => {
      const spec = index === open && variant ? variant : choices[0]
      return spec ? [{ spec, count }] : []
    })
    const speed = ramSpeed?.GBs ?? null
    if (devices.some(({ spec }) => bringsMemory(spec)))
      return [{ devices, ramGib: null, ramBandwidthGBs: null }]
    if (ramGib !== null) return [{ devices, ramGib, ramBandwidthGBs: speed }]
    return here === null ? [] : [{ devices, ramGib: here.gib, ramBandwidthGBs: speed ?? here.GBs }]
  })
  const saysSomething = cards.length > 0 || withoutGpu || ramGib !== null
  const [first] = wishes
  return {
    wishes: saysSomething ? wishes.filter(canBe) : [],
    isSure: problems.length === 0 && cards.every(({ by }) => by !== 'guess'),
    ram:
      first && first.ramGib === null
        ? 'brought'
        : ramGib !== null
          ? 'said'
          : here === null
            ? 'missing'
            : 'here'
  }
}
