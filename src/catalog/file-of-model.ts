import type { ModelFile } from '../core/schema/model.ts'
import { modelFiles } from './bundled.ts'
import { isNamed } from './slug.ts'

/**
 * The files of the catalogue with a model of this id or slug, in lower case. The built command line answers this from
 * their text, so that a check of one model reads one file (`scripts/data-beside.ts`).
 */
export const filesOfModel = (name: string): readonly ModelFile[] =>
  modelFiles.filter((file) => file.models.some(({ id }) => isNamed(id, name)))
