import type { BandwidthStep } from '../../contract/api.ts'
import { known, unknown } from '../../core/reading.ts'
import { followed } from '../followed.ts'
import type { Followed } from '../followed.ts'
import type { Measurement } from './measure-bandwidth.ts'
import { measureBandwidth } from './measure-bandwidth.ts'

type State = Omit<BandwidthStep, 'number'>

export interface SharedMeasuring {
  /** The first state after the one of this number; 0 begins, or joins what is under way. */
  readonly step: (after: number) => Promise<BandwidthStep>
  readonly stop: () => void
}

/** One measurement at a time: two at once would measure each other. */
export function sharedMeasuring(start: typeof measureBandwidth = measureBandwidth): SharedMeasuring {
  let current: { readonly states: Followed<State>; readonly work: Measurement; over: boolean } | null = null
  let nextNumber = 1

  const begin = (): NonNullable<typeof current> => {
    const states = followed<State>(nextNumber++, { share: 0, bandwidth: null })
    const tell = (state: State): void => {
      nextNumber++
      states.tell(state)
    }
    const work = start({
      onProgress: (share) => {
        if (share < 1) tell({ share, bandwidth: null })
      }
    })
    const entry = { states, work, over: false }
    void work.result.then((result) => {
      entry.over = true
      tell({
        share: 1,
        bandwidth: result.ok
          ? known(
              result.value.bandwidth,
              `measured here: memory copied by ${result.value.threads} threads, read and written`,
              'derived'
            )
          : unknown(result.error)
      })
      states.end()
    })
    return entry
  }
  return {
    step: async (after) => {
      const entry = current === null || (after === 0 && current.over) ? begin() : current
      current = entry
      const { number, value } = await entry.states.after(after)
      return { number, ...value }
    },
    stop: () => {
      current?.work.cancel()
    }
  }
}
