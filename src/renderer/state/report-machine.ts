import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Machine } from '../../core/machine/machine.ts'
import type { Overrides } from '../../core/schema/overrides.ts'
import { reportChoice, useChoices } from './choices.ts'
import { stand } from './stand-in.ts'

/** The machine of an opened report, in place of this one until a person goes back. */
export interface ReportMachine {
  /** Where it comes from, as a sentence. */
  readonly from: string
  /** What is not as it was when the report was made, as sentences. */
  readonly remarks: readonly string[]
}

const store = createStore<{ readonly opened: ReportMachine | null }>(() => ({ opened: null }))

/** Null while another machine is answered for. */
export function useReportMachine(): ReportMachine | null {
  const opened = useStore(store, (state) => state.opened)
  const shown = useChoices((state) => state.machine === reportChoice)
  return shown ? opened : null
}

/** Every answer is for this machine, before its corrections, until a person goes back. */
export function standInReport(machine: Machine, overrides: Overrides, opened: ReportMachine): void {
  store.setState({ opened })
  stand(reportChoice, machine, overrides)
}
