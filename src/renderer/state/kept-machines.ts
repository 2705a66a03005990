import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { HostApi, SavedMachine } from '../../contract/api.ts'
import { sentenceOf } from './machine-reading.ts'

interface KeptMachines {
  /** Null until they were read. */
  readonly machines: readonly SavedMachine[] | null
  /** Why they could not be read. */
  readonly failure: string | null
}

const kept = createStore<KeptMachines>(() => ({ machines: null, failure: null }))

export const useKeptMachines = (): KeptMachines => useStore(kept)

/** Reads the machines kept under their names. Never rejects: what went wrong stands in `failure`. */
export async function readKeptMachines(host: HostApi): Promise<void> {
  try {
    kept.setState({ machines: await host.listMachines(), failure: null })
  } catch (error) {
    kept.setState({ machines: [], failure: sentenceOf(error) })
  }
}
