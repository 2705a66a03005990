import type { ModelSpec } from '../core/model/model.ts'

/** The part of a row that names it otherwise. */
export type NamedRow = Pick<ModelSpec, 'id' | 'variants' | 'files'>

const later = new Map<string, NamedRow>()

/** Adds names that a catalogue was loaded without. Before the first name is looked up: its indexes are made once. */
export function addOtherNames(rows: readonly NamedRow[]): void {
  for (const row of rows) later.set(row.id, row)
}

/** Repositories that hold a model under another name: its variants, and files of it in other formats. */
export function otherNamesOf(model: ModelSpec): readonly string[] {
  const { variants = [], files = {} } = later.get(model.id) ?? model
  return [...variants, ...Object.values(files).flat()]
}
