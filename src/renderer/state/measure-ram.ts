import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { HostApi } from '../../contract/api.ts'
import { overrideMeasured } from './change-overrides.ts'
import { sentenceOf } from './sentence-of.ts'

export type Measuring =
  | { readonly status: 'idle' }
  /** `share` from 0 to 1. */
  | { readonly status: 'running'; readonly share: number }
  | { readonly status: 'failed'; readonly sentence: string }

export const measuring = createStore<Measuring>(() => ({ status: 'idle' }))
export const useMeasuring = (): Measuring => useStore(measuring)

let run = 0

/** Measures the bandwidth of this machine's RAM and puts it in the place of what was read. Never rejects. */
export async function measureRam(host: HostApi): Promise<void> {
  const mine = ++run
  measuring.setState({ status: 'running', share: 0 }, true)
  try {
    for (let after = 0; ;) {
      const { number, share, bandwidth } = await host.measureStep(after)
      if (mine !== run) return
      after = number
      if (bandwidth === null) {
        measuring.setState({ status: 'running', share }, true)
        continue
      }
      if (bandwidth.known) overrideMeasured(bandwidth.value, bandwidth.source)
      measuring.setState(
        bandwidth.known ? { status: 'idle' } : { status: 'failed', sentence: bandwidth.reason },
        true
      )
      return
    }
  } catch (error) {
    if (mine === run) measuring.setState({ status: 'failed', sentence: sentenceOf(error) }, true)
  }
}

export async function stopMeasuring(host: HostApi): Promise<void> {
  run++
  measuring.setState({ status: 'idle' }, true)
  await host.stopMeasuring().catch(() => undefined)
}
