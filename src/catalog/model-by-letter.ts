import type { ModelSpec } from '../core/model/model.ts'
import { filesOfModel } from './file-of-model.ts'
import { isNamed } from './slug.ts'
import { specOf } from './spec-of.ts'

/**
 * The model whose id or slug this is, whatever the case: what `findModel` says of it too, without the rest of the
 * catalogue.
 */
export function modelByLetter(name: string): ModelSpec | undefined {
  const wanted = name.trim().toLowerCase()
  for (const file of filesOfModel(wanted)) {
    const row = file.models.find(({ id }) => isNamed(id, wanted))
    if (row) return specOf(file, row)
  }
  return undefined
}
