/// <reference types="vite/client" />
import { models } from '../../catalog/catalog.ts'
import { sourceText } from '../../catalog/spec-of.ts'
import type { ModelSpec } from '../../core/model/model.ts'
import type { ModelFile } from '../../core/schema/model.ts'

type Row = Pick<ModelFile['models'][number], 'id' | 'note' | 'sources'>

const files = import.meta.glob<{ readonly models: readonly Row[] }>(
  '../../../resources/catalog/models/*.json',
  { eager: true, query: '?provenance', import: 'default' }
)

const rows = new Map(Object.values(files).flatMap((file) => file.models.map((row) => [row.id, row] as const)))

/** A model of the catalogue with where its facts are from, which the built page's first look comes without. */
export function withProvenance(model: ModelSpec): ModelSpec {
  const row = models.includes(model) ? rows.get(model.id) : undefined
  if (!row) return model
  return { ...model, source: sourceText(row), ...(row.note !== undefined && { note: row.note }) }
}
