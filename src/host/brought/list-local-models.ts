import { models as catalogue } from '../../catalog/catalog.ts'
import type { LocalEntry, LocalList } from '../../contract/brought.ts'
import type { ModelSpec } from '../../core/model/model.ts'
import { quantOf } from '../hub/gguf-in-repo.ts'
import { findLocalModels } from '../local-models/find-local-models.ts'
import type { LocalModel } from '../local-models/local-model.ts'
import { modelOfLocal } from '../local-models/model-of-local.ts'
import { type Place, placesOf } from '../local-models/places.ts'

/** What other programs keep here, each with its shape where that is known before its file is opened. */
export async function listLocalModels(places: readonly Place[] = placesOf()): Promise<LocalList> {
  const { models, notes } = await findLocalModels(places)
  const rows = new Set<ModelSpec>(catalogue)
  const entries = await Promise.all(models.map((local) => entryOf(local, rows)))
  return { models: entries, notes }
}

async function entryOf(local: LocalModel, rows: ReadonlySet<ModelSpec>): Promise<LocalEntry> {
  const { tool, name, format, path, bytes, missingParts } = local
  const model = await modelOfLocal(local)
  const mix = format === 'gguf' ? (quantOf(`${name}.gguf`)?.replace(/^UD-/u, '') ?? null) : null
  // The page has the catalogue: a row of it travels as its name.
  const shape = model === null ? null : rows.has(model) ? { slug: model.slug } : { model }
  return { tool, name, format, path, bytes, missingParts, mix, shape }
}
