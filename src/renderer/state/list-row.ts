import type { Assessment } from '../../core/fit/assessment.ts'
import type { ModelSpec } from '../../core/model/model.ts'

/** One model of the list with what is known of it so far. */
export interface Row {
  readonly model: ModelSpec
  /** Null while it is being worked out for the first time. */
  readonly assessment: Assessment | null
  /** The answer to the question before: the latest one is still being worked out for this row. */
  readonly stale: boolean
}

/** Elements held and elements a token reads, as the list prints them: counted from the shape, else published. */
export const parametersOf = ({
  model,
  assessment
}: Pick<Row, 'model' | 'assessment'>): {
  readonly total: number | null
  readonly active: number | null
} => ({
  total: assessment?.parameters.total ?? model.parameters.total,
  active: assessment?.parameters.active ?? model.parameters.active
})
