import type { ModelSpec } from '../core/model/model.ts'
import { modelFiles } from './bundled.ts'
import { specOf } from './spec-of.ts'

/** Month of the newest facts in the catalogue, with a counter: printed on reports, raised with every change of rows. */
export const catalogVersion = '2026-11.2'

/** Every model, family by family: what is at the head of a file is repeated in its rows. */
export const models: readonly ModelSpec[] = modelFiles.flatMap((file) =>
  file.models.map((row) => specOf(file, row))
)
