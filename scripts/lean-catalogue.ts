import type { Plugin } from 'vite'

const modelsFile = /resources\/catalog\/models\/[^/]+\.json(?:\?(provenance|names))?$/u

interface Row {
  readonly id: string
  readonly note?: string
  readonly variants?: readonly string[]
  readonly files?: Readonly<Record<string, readonly string[]>>
  readonly sources: Readonly<Record<string, string>>
}

/**
 * The page's first look comes without where the facts of a model are from, and without the repositories that hold it under
 * another name: notes and sources are read on one model's page and in reports alone, such names when one is entered. A
 * file's `?provenance` and `?names` are those parts (`src/renderer/state/provenance.ts`, `other-names.ts`); a source of a
 * single fact is in none, because nothing in the page shows it.
 */
export const leanCatalogue = (): Plugin => ({
  name: 'lean-catalogue',
  enforce: 'pre',
  transform(code, id) {
    const [found, part] = modelsFile.exec(id) ?? []
    if (found === undefined) return null
    const file = JSON.parse(code) as { readonly models: readonly Row[] }
    if (part === undefined)
      return {
        code: JSON.stringify({ ...file, $schema: undefined, models: file.models.map(lean) }),
        map: null
      }
    const models = file.models.map(part === 'names' ? names : provenance)
    return { code: `export default ${JSON.stringify({ models })}`, map: null, moduleType: 'js' }
  }
})

/** What is undefined is not written. */
const lean = (row: Row): object => {
  const [first] = row.files?.['gguf'] ?? []
  return {
    ...row,
    note: undefined,
    variants: undefined,
    files: first === undefined ? undefined : { gguf: [first] },
    sources: { architecture: '', parameters: '' }
  }
}

const names = ({ id, variants, files }: Row): Pick<Row, 'id' | 'variants' | 'files'> => ({
  id,
  ...(variants && { variants }),
  ...(files && { files })
})

const provenance = ({ id, note, sources: { architecture = '', parameters = '' } }: Row): Row => ({
  id,
  ...(note !== undefined && { note }),
  sources: { architecture, parameters }
})
