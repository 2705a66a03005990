import type { ModelSpec } from '../core/model/model.ts'
import { modelFiles } from './bundled.ts'
import { sharedShapes } from './shared-shapes.ts'
import { specOf } from './spec-of.ts'

/** Month of the newest facts in the catalogue, with a counter: printed on reports, raised with every change of rows. */
export const catalogVersion = '2026-11.4'

/** By the letter, which orders `2025-07` and `2025-07-29`; a comparison by language costs the start ten times as much. */
const compareDates = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

/** What people run now first, by how much; after them the newest; what is as new keeps the order of the files. */
const standing = (a: ModelSpec, b: ModelSpec): number =>
  a.popularity === b.popularity
    ? compareDates(b.release, a.release)
    : (a.popularity ?? Infinity) - (b.popularity ?? Infinity)

const shared = sharedShapes()

/** Every model; what is at the head of a file is repeated in its rows, and equal shapes are one object. */
export const models: readonly ModelSpec[] = modelFiles
  .flatMap((file) => file.models.map((row) => specOf(file, row)))
  .map((spec) => ({ ...spec, architecture: spec.architecture && shared(spec.architecture) }))
  .sort(standing)
