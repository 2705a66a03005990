import { models } from '../../../catalog/catalog.ts'
import type { Assessment } from '../../../core/fit/assessment.ts'
import type { ModelSpec } from '../../../core/model/model.ts'
import { assessmentOf } from '../../state/assessments.ts'
import { machineOf, machineTitle, type MachineSources } from '../../state/column-machines.ts'
import type { Column } from '../../state/compared.ts'

/** A column with its answer, or why there is none. */
export interface Answered {
  readonly column: Column
  /** Null for a slug of an address that the catalogue does not have. */
  readonly model: ModelSpec | null
  readonly machineTitle: string
  readonly assessment: Assessment | null
  /** Why there is no assessment; null while what it needs is being fetched. */
  readonly why: string | null
}

/** Answers every column through the one estimate of the page. Columns asked before cost a look-up. */
export const answer = (columns: readonly Column[], sources: MachineSources): readonly Answered[] =>
  columns.map((column) => {
    const model = models.find(({ slug }) => slug === column.model) ?? null
    const machine = machineOf(column.machine, sources)
    const title = machineTitle(column.machine, sources)
    const none = { column, model, machineTitle: title, assessment: null }
    if (!model) return { ...none, why: `The catalogue has no “${column.model}”. Remove this column.` }
    if (!machine) return { ...none, why: null }
    if (!machine.ok) return { ...none, why: machine.error }
    const { contextTokens, parallel, cacheType, tuning } = column
    const ask = { contextTokens, parallel, cacheType, ...(tuning && { tuning }) }
    return { ...none, why: null, assessment: assessmentOf(machine.value, model, column.quant, ask) }
  })
