import type { Plugin } from 'vite'

const modelsFile = /resources\/catalog\/models\/[^/]+\.json(\?provenance)?$/u

interface Row {
  readonly id: string
  readonly note?: string
  readonly sources: Readonly<Record<string, string>>
}

/**
 * The page's first look comes without where the facts of a model are from: notes and sources, a quarter of the catalogue,
 * are read on one model's page and in reports alone. A file's `?provenance` is that part
 * (`src/renderer/state/provenance.ts`); a source of a single fact is in neither, because nothing in the page shows it.
 */
export const leanCatalogue = (): Plugin => ({
  name: 'lean-catalogue',
  enforce: 'pre',
  transform(code, id) {
    const [found, provenance] = modelsFile.exec(id) ?? []
    if (found === undefined) return null
    const file = JSON.parse(code) as { readonly models: readonly Row[] }
    const models = file.models.map(({ note, sources: { architecture, parameters }, ...row }) =>
      provenance === undefined
        ? { ...row, sources: { architecture: '', parameters: '' } }
        : { id: row.id, note, sources: { architecture, parameters } }
    )
    if (provenance === undefined)
      return { code: JSON.stringify({ ...file, $schema: undefined, models }), map: null }
    return { code: `export default ${JSON.stringify({ models })}`, map: null, moduleType: 'js' }
  }
})
