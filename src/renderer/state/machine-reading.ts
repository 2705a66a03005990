import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { HostApi } from '../../contract/api.ts'
import type { Machine } from '../../core/machine/machine.ts'

export type MachineReading =
  | { readonly status: 'reading'; readonly machine: Machine | null }
  | { readonly status: 'read'; readonly machine: Machine; readonly at: Date }
  | { readonly status: 'failed'; readonly machine: Machine | null; readonly sentence: string }

/** What the host said of the machine. A failed second reading keeps the first on screen. */
export const machineReading = createStore<MachineReading>(() => ({ status: 'reading', machine: null }))

export const useMachineReading = (): MachineReading => useStore(machineReading)

export const sentenceOf = (error: unknown): string =>
  error instanceof Error && error.message !== '' ? error.message : 'Something failed without saying what.'

export async function readMachine(host: HostApi): Promise<void> {
  const { machine } = machineReading.getState()
  machineReading.setState({ status: 'reading', machine }, true)
  try {
    machineReading.setState({ status: 'read', machine: await host.detect(), at: new Date() }, true)
  } catch (error) {
    machineReading.setState({ status: 'failed', machine, sentence: sentenceOf(error) }, true)
  }
}
