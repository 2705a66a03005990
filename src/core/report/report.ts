import type { Assessment } from '../fit/assessment.ts'
import type { Machine } from '../machine/machine.ts'
import type { Overrides } from '../schema/overrides.ts'
import type { Chart, ReportDocument } from './document.ts'
import type { Question } from './question.ts'

/** What a report is made of. */
export interface ReportSource {
  readonly machine: Machine
  /** Every model, in the order of the list. */
  readonly list: readonly Assessment[]
  /** The models shown in full. */
  readonly selected: readonly Assessment[]
  readonly question: Question
  /** The machine before corrections, and what was corrected; absent where nothing was. */
  readonly corrected?: { readonly detected: Machine; readonly overrides: Overrides }
  /** Further drawings of a selected model, by its repository id: the curve over the context. */
  readonly charts?: ReadonlyMap<string, readonly Chart[]>
  /** ISO 8601, given by the caller: core has no clock. */
  readonly generatedAt: string
  readonly catalogVersion: string
}

/** The text for people, and the figures it was made from. */
export interface Report {
  readonly source: ReportSource
  readonly document: ReportDocument
}
