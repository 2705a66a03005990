import type { ModelSpec } from '../core/model/model.ts'
import type { ModelFile } from '../core/schema/model.ts'
import { slugOf } from './slug.ts'

type Row = ModelFile['models'][number]

/** Where the architecture and the parameter count of a row are from. */
export const sourceText = ({ sources: { architecture, parameters } }: Pick<Row, 'sources'>): string =>
  `${architecture}; count: ${parameters}`

/** A row of a models file as the program sees it, with what its file says of the whole family. */
export function specOf(
  { family, publisher, country }: Omit<ModelFile, 'models' | '$schema'>,
  row: Row
): ModelSpec {
  const ggufRepo = row.files?.gguf?.[0]
  return {
    availability: 'open-weights',
    ...row,
    slug: slugOf(row.id),
    family,
    publisher,
    country,
    ...(ggufRepo === undefined ? {} : { ggufRepo }),
    source: sourceText(row)
  }
}
