import type { ConfigFacts } from '../core/model/config/architecture-of-config.ts'
import type { RunnableModel } from '../core/model/model.ts'
import { countParameters } from '../core/model/parameters.ts'
import { tensorTable } from '../core/model/tensor-table.ts'
import { slugOf } from './slug.ts'

/** The model that a `config.json` alone describes: its shape and what is counted from it; who published it and when it does not say. */
export function specOfConfig(
  { architecture, className, contextLength, modality, nativeType }: ConfigFacts,
  named: Pick<RunnableModel, 'id' | 'name' | 'publisher' | 'source'>
): RunnableModel {
  return {
    ...named,
    slug: slugOf(named.id),
    family: className,
    country: 'unknown',
    release: 'unknown',
    license: 'unknown',
    modality,
    availability: 'open-weights',
    contextLength,
    architecture,
    parameters: { total: countParameters(tensorTable(architecture), architecture).total, active: null },
    nativeType
  }
}
