import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { HostApi } from '../../contract/api.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { sentenceOf } from './sentence-of.ts'

export type MachineReading =
  | {
      readonly status: 'reading'
      /** What answers are worked out for meanwhile; null until there is one. */
      readonly machine: Machine | null
      /** What has come so far of this look. */
      readonly picture: Machine | null
      /** `nvidia-smi`, `PowerShell`: what has not answered yet. */
      readonly waitingFor: readonly string[]
    }
  | {
      readonly status: 'read'
      readonly machine: Machine
      readonly at: Date
      /** What had not answered when a person stopped waiting. */
      readonly unasked?: readonly string[]
    }
  | { readonly status: 'failed'; readonly machine: Machine | null; readonly sentence: string }

/** What the host said of the machine. A failed second reading keeps the first on screen. */
export const machineReading = createStore<MachineReading>(() => ({
  status: 'reading',
  machine: null,
  picture: null,
  waitingFor: []
}))

export const useMachineReading = (): MachineReading => useStore(machineReading)

/**
 * How long the first answers wait for the whole machine, in milliseconds. A picture without its GPUs would show
 * verdicts that are wrong and change at once; a tool that hangs must not keep the page empty either.
 */
const patience = 1500

/** Looks are numbered, so that what a stopped or overtaken one still says is not listened to. */
let look = 0

export async function readMachine(host: HostApi): Promise<void> {
  const mine = ++look
  const { machine } = machineReading.getState()
  machineReading.setState({ status: 'reading', machine, picture: null, waitingFor: [] }, true)
  const timer = setTimeout(() => answerFromPicture(mine), patience)
  void follow(host, mine)
  try {
    const read = await host.detect()
    if (mine === look) machineReading.setState({ status: 'read', machine: read, at: new Date() }, true)
  } catch (error) {
    if (mine !== look) return
    const { machine: kept } = machineReading.getState()
    machineReading.setState({ status: 'failed', machine: kept, sentence: sentenceOf(error) }, true)
  } finally {
    clearTimeout(timer)
  }
}

/** Shows the pictures of a look as they come. `detect` says how it ends, so a failure here says nothing. */
async function follow(host: HostApi, mine: number): Promise<void> {
  try {
    for (let after = 0; ;) {
      const { number, machine: picture, waitingFor } = await host.detectStep(after)
      const state = machineReading.getState()
      if (mine !== look || state.status !== 'reading') return
      machineReading.setState({ ...state, picture, waitingFor })
      if (waitingFor.length === 0 || number <= after) return
      after = number
    }
  } catch {
    return
  }
}

function answerFromPicture(mine: number): void {
  const state = machineReading.getState()
  if (mine === look && state.status === 'reading' && state.machine === null && state.picture)
    machineReading.setState({ ...state, machine: state.picture })
}

/** Goes on with what has come so far; the tools that still run are not listened to. */
export function stopReading(): void {
  const state = machineReading.getState()
  if (state.status !== 'reading') return
  look++
  const machine = state.picture ?? state.machine
  machineReading.setState(
    machine
      ? { status: 'read', machine, at: new Date(), unasked: state.waitingFor }
      : {
          status: 'failed',
          machine: null,
          sentence: 'Reading was stopped before anything was known of this machine. Read it again.'
        },
    true
  )
}

/** The free memory of a machine that was read, read again: answers are for it from now on. */
export function adopt(machine: Machine, at: Date): void {
  const state = machineReading.getState()
  if (state.status === 'read') machineReading.setState({ ...state, machine, at }, true)
}
