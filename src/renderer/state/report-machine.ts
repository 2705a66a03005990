import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Machine } from '../../core/machine/machine.ts'
import type { Overrides } from '../../core/schema/overrides.ts'
import { choices } from './choices.ts'

/** The machine of an opened report, in place of this one until a person goes back. */
export interface ReportMachine {
  /** Before corrections: those of the report are the choices' overrides meanwhile. */
  readonly machine: Machine
  /** What had been corrected of this machine. */
  readonly ownOverrides: Overrides
  /** Where it comes from, as a sentence. */
  readonly from: string
  /** What is not as it was when the report was made, as sentences. */
  readonly remarks: readonly string[]
}

const store = createStore<{ readonly opened: ReportMachine | null }>(() => ({ opened: null }))

export const useReportMachine = (): ReportMachine | null => useStore(store, (state) => state.opened)

/** The corrections of this machine while another's are on screen; null while this one's are. */
export const ownOverrides = (): Overrides | null => store.getState().opened?.ownOverrides ?? null

/** The machine of the report without its corrections, as the report had it; null while none stands in. */
export const detectedInReport = (): Machine | null => store.getState().opened?.machine ?? null

/** Every answer is for this machine until `backToThisMachine`. */
export function standInReport(opened: Omit<ReportMachine, 'ownOverrides'>, overrides: Overrides): void {
  const own = ownOverrides() ?? choices.getState().overrides
  store.setState({ opened: { ...opened, ownOverrides: own } })
  choices.setState({ overrides })
}

export function backToThisMachine(): void {
  const own = ownOverrides()
  if (own === null) return
  // The overrides first: they are written as this machine's as soon as nothing stands in.
  choices.setState({ overrides: own })
  store.setState({ opened: null })
}
