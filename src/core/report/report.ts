import type { Assessment } from '../fit/assessment.ts'
import type { Machine } from '../machine/machine.ts'
import type { ReportDocument } from './document.ts'

/** What a report is made of. */
export interface ReportSource {
  readonly machine: Machine
  /** Every model, in the order of the list. */
  readonly list: readonly Assessment[]
  /** The models shown in full. */
  readonly selected: readonly Assessment[]
  /** ISO 8601, given by the caller: core has no clock. */
  readonly generatedAt: string
  readonly catalogVersion: string
}

/** The text for people, and the figures it was made from. */
export interface Report {
  readonly source: ReportSource
  readonly document: ReportDocument
}
