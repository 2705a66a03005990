import type { Plugin } from 'vite'

const modelsFile = /resources\/catalog\/models\/[^/]+\.json$/u

interface Row {
  readonly sources: Readonly<Record<string, string>>
}

/**
 * What the page never reads of a row stays out of its download: the sources of single facts, of which it shows those of
 * the architecture and the count (`src/catalog/spec-of.ts`).
 */
export const leanCatalogue = (): Plugin => ({
  name: 'lean-catalogue',
  enforce: 'pre',
  transform(code, id) {
    if (!modelsFile.test(id)) return null
    const file = JSON.parse(code) as { readonly models: readonly Row[] }
    const models = file.models.map(({ sources: { architecture, parameters }, ...row }) => ({
      ...row,
      sources: { architecture, parameters }
    }))
    return { code: JSON.stringify({ ...file, $schema: undefined, models }), map: null }
  }
})
