import type { ModelSpec } from '../../core/model/model.ts'

/** Letters and digits only: "qwen 3 30b-a3b" and "Qwen3-30B-A3B" are one name. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** The one model that is meant: the only match, or one whose name or alias is what was typed. Null while unclear. */
export function clearMatch(query: string, found: readonly { readonly model: ModelSpec }[]): ModelSpec | null {
  const typed = plain(query)
  const exact = found.filter(({ model }) =>
    [model.name, model.slug, model.id, ...(model.aliases ?? [])].some((name) => plain(name) === typed)
  )
  const [only, another] = exact.length > 0 ? exact : found
  return only && !another ? only.model : null
}
