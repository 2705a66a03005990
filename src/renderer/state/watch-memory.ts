import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { HostApi } from '../../contract/api.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { choices } from './choices.ts'
import { hasMoved } from './free-memory.ts'
import { adopt, machineReading } from './machine-reading.ts'
import { sentenceOf } from './sentence-of.ts'

export interface LiveMemory {
  /** The machine with what was free at the last look; null before one, and where another machine is looked at. */
  readonly machine: Machine | null
  readonly at: Date | null
  /** Why the last look failed, as a sentence; free memory is as old as `at` then. */
  readonly failure: string | null
}

const nothing: LiveMemory = { machine: null, at: null, failure: null }

export const liveMemory = createStore<LiveMemory>(() => nothing)
export const useLiveMemory = (): LiveMemory => useStore(liveMemory)

/** Milliseconds between two looks; longer after one that failed, which the next start of the program ends. */
const pace = { usual: 5000, failed: 30_000 } as const

/**
 * Reads free memory every few seconds while somebody can see it: the page is visible and the machine is this one.
 *
 * All answers hang on the machine object, so it is replaced only when free memory has moved by what matters
 * (`free-memory.ts`) and two looks in a row agree on it: a model that is just being loaded would otherwise have the
 * list worked out anew at every step. Small moves are shown, and taken when a person asks (`takeWhatIsFree`).
 */
export function watchMemory(host: HostApi, page: Document): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let ended = false
  const mayLook = (): boolean =>
    page.visibilityState === 'visible' &&
    choices.getState().machine === null &&
    machineReading.getState().status === 'read'

  async function look(): Promise<void> {
    const state = machineReading.getState()
    if (mayLook() && state.status === 'read') {
      const before = liveMemory.getState().machine
      try {
        const machine = await host.refresh()
        const now = machineReading.getState()
        // A new reading, or another machine, has overtaken this look.
        if (!ended && mayLook() && now.status === 'read' && now.machine === state.machine) {
          const at = new Date()
          liveMemory.setState({ machine, at, failure: null })
          const isAtRest = before !== null && !hasMoved(before, machine)
          if (hasMoved(state.machine, machine) && isAtRest) adopt(machine, at)
        }
      } catch (error) {
        liveMemory.setState({ failure: sentenceOf(error) })
      }
    }
    plan()
  }
  function plan(): void {
    clearTimeout(timer)
    if (ended) return
    timer = setTimeout(() => void look(), liveMemory.getState().failure === null ? pace.usual : pace.failed)
  }
  const seen = (): void => {
    if (page.visibilityState !== 'visible') return
    clearTimeout(timer)
    void look()
  }
  page.addEventListener('visibilitychange', seen)
  const forget = machineReading.subscribe((state, before) => {
    // Read anew from the ground up: what was seen before is no neighbour of what is seen next.
    if (state.status !== 'read' || before.status === 'read') return
    liveMemory.setState(nothing)
    plan()
  })
  plan()
  return () => {
    ended = true
    clearTimeout(timer)
    page.removeEventListener('visibilitychange', seen)
    forget()
  }
}

/** Answers are for what is free now, whether it has moved much or little. */
export function takeWhatIsFree(): void {
  const { machine, at } = liveMemory.getState()
  if (machine && at) adopt(machine, at)
}
