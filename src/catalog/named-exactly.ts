import type { ModelSpec } from '../core/model/model.ts'

/** Letters and digits only: "qwen 3 30b-a3b" and "Qwen3-30B-A3B" are one name. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Whether what was typed is the model's whole name, slug, id or alias. */
export function namedExactly(query: string, { name, slug, id, aliases = [] }: ModelSpec): boolean {
  const typed = plain(query)
  return [name, slug, id, ...aliases].some((known) => plain(known) === typed)
}
