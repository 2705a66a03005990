import { findModel } from '../../catalog/find-model.ts'
import type { Architecture } from '../../core/model/architecture.ts'
import type { GgufHeader } from '../../core/model/gguf/header.ts'
import { isRunnable, type ModelSpec } from '../../core/model/model.ts'

/** What a GGUF header says of a model, or why it says nothing. */
export type GgufReading =
  | {
      readonly ok: true
      readonly architecture: Architecture
      readonly contextLength: number | null
      /** Further facts for the ModelSpec. */
      readonly facts?: Partial<ModelSpec>
    }
  | { readonly ok: false; readonly why: string }

/** Turns the headers of a model's files, in order, into its shape. */
export type ReadGguf = (headers: readonly GgufHeader[], path: string) => GgufReading

/** By the catalogue's row of the name inside the file or of the file itself. */
export const ggufByCatalogue: ReadGguf = (headers, path) => {
  const inside = ['general.basename', 'general.name'].flatMap((key) => {
    const value = headers[0]?.metadata.get(key)
    return typeof value === 'string' ? [value] : []
  })
  for (const name of [path.split('/').at(-1) ?? path, ...inside]) {
    const found = findModel(name)
    if (!found.ok || !isRunnable(found.value)) continue
    const { architecture, contextLength } = found.value
    return { ok: true, architecture, contextLength }
  }
  return { ok: false, why: 'the shape of a GGUF file that the catalogue does not know cannot be read yet' }
}
