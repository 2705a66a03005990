import { models as catalogue } from '../../catalog/catalog.ts'
import type { LocalEntry, LocalList } from '../../contract/brought.ts'
import type { ModelSpec } from '../../core/model/model.ts'
import { findLocalModels } from '../local-models/find-local-models.ts'
import type { LocalModel } from '../local-models/local-model.ts'
import { lookAtAll } from '../local-models/look-at-all.ts'
import type { LocalLook } from '../local-models/look-at-local.ts'
import { type Place, placesOf } from '../local-models/places.ts'

/** What other programs keep here, each with what the first bytes of its file tell. */
export async function listLocalModels(places: readonly Place[] = placesOf()): Promise<LocalList> {
  const { models, notes } = await findLocalModels(places)
  const looks = await lookAtAll(models)
  const rows = new Set<ModelSpec>(catalogue)
  return {
    models: models.flatMap((local, at) => {
      const look = looks[at]
      return look ? [entryOf(local, look, rows)] : []
    }),
    notes
  }
}

function entryOf(local: LocalModel, look: LocalLook, rows: ReadonlySet<ModelSpec>): LocalEntry {
  const { tool, name, format, path, bytes, modified, missing } = local
  const { model, by, architecture, mix, fault } = look
  // The page has the catalogue: a row of it travels as its name.
  const shape = model === null ? null : rows.has(model) ? { slug: model.slug } : { model }
  return { tool, name, format, path, bytes, modified, missing, mix, architecture, shape, by, fault }
}
