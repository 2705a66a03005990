import { grouped } from '../../format.ts'
import type { WeightSums } from './sum-weights.ts'

/** The weights counted from the shape held against those the publisher's files list. */
export interface CountComparison {
  readonly computed: number
  /** Null where the files do not tell. */
  readonly stored: number | null
  readonly agrees: boolean | null
  /** `computed 30,532,122,624 equals the weights in the files`, or the difference and what it may be. */
  readonly sentence: string
}

/** `sums`: by the headers of the files. */
export function compareWithHeaders(computed: number, sums: WeightSums): CountComparison {
  const { text, vision, audio, mtp } = sums.elements
  const others = [
    ...(vision > 0 ? [`${grouped(vision)} of a vision tower`] : []),
    ...(audio > 0 ? [`${grouped(audio)} of an audio tower`] : []),
    ...(mtp > 0 ? [`${grouped(mtp)} of multi-token prediction`] : [])
  ]
  const beside = others.length > 0 ? `; besides them the files hold ${others.join(' and ')}` : ''
  const unpacked = sums.packed ? ', unpacked' : ''
  return {
    computed,
    stored: text,
    agrees: computed === text,
    sentence:
      computed === text
        ? `Computed ${grouped(computed)} equals the language model's weights in the files${unpacked}${beside}.`
        : `Computed ${grouped(computed)}, the files hold ${grouped(text)}${unpacked}: ${difference(computed, text)}${beside}.`
  }
}

/** `total`: the count that the hub states for the whole repository. */
export function compareWithTotal(computed: number, total: number | null): CountComparison {
  if (total === null) {
    return {
      computed,
      stored: null,
      agrees: null,
      sentence: `Computed ${grouped(computed)}; the repository states no count to hold it against.`
    }
  }
  return {
    computed,
    stored: total,
    agrees: computed === total,
    sentence:
      computed === total
        ? `Computed ${grouped(computed)} equals the published total.`
        : `Computed ${grouped(computed)}, published ${grouped(total)}: ${difference(computed, total)}.`
  }
}

function difference(computed: number, stored: number): string {
  const off = computed - stored
  const share = (100 * Math.abs(off)) / stored
  const digits = share >= 1 ? 1 : share >= 0.01 ? 2 : 4
  return `${off > 0 ? '+' : '−'}${grouped(Math.abs(off))} (${share.toFixed(digits)} %) that the config does not explain`
}
