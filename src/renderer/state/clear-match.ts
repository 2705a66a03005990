import { namedExactly } from '../../catalog/named-exactly.ts'
import type { ModelSpec } from '../../core/model/model.ts'

/** The one model that is meant: the only match, or one whose name or alias is what was typed. Null while unclear. */
export function clearMatch(query: string, found: readonly { readonly model: ModelSpec }[]): ModelSpec | null {
  const exact = found.filter(({ model }) => namedExactly(query, model))
  const [only, another] = exact.length > 0 ? exact : found
  return only && !another ? only.model : null
}
