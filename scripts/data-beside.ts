import { basename, dirname } from 'node:path'
import type { Plugin } from 'vite'
import { ascii } from './ascii.ts'

const catalogueFile = /resources\/catalog\/.+\.json$/u
const fileOfModel = /src\/catalog\/file-of-model\.ts$/u
const reader = '\0data-beside'

/** One line for each file, its name first; ASCII, so that reading it needs no decoding. */
const dataFile = 'catalog.txt'

/**
 * The catalogue as a text beside the program instead of as strings in it: half a megabyte that the engine would decode,
 * scan and keep before the first line runs. A model that is named by its id or slug is looked for in that text, and the
 * other files are not parsed at all (`src/catalog/file-of-model.ts` says the same from the parsed files).
 */
export function dataBeside(): Plugin {
  const lines = new Map<string, string>()
  return {
    name: 'data-beside',
    enforce: 'pre',
    resolveId: (id) => (id === 'data-beside' ? reader : null),
    load(id) {
      if (id === reader) return readerCode
      if (fileOfModel.test(id)) return fileOfModelCode
      return null
    },
    transform(code, id) {
      if (!catalogueFile.test(id)) return null
      const name = `${basename(dirname(id))}/${basename(id, '.json')}`
      lines.set(name, ascii(JSON.stringify(JSON.parse(code))))
      const text = `import { parsed } from 'data-beside'\nexport default parsed(${JSON.stringify(name)})`
      return { code: text, map: null, moduleType: 'js' }
    },
    generateBundle() {
      const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1))
      const source = sorted.map(([name, text]) => `${name} ${text}\n`).join('')
      this.emitFile({ type: 'asset', fileName: dataFile, source })
    }
  }
}

const readerCode = `
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
let lines
const texts = () => {
  if (lines) return lines
  lines = new Map()
  for (const line of readFileSync(join(import.meta.dirname, ${JSON.stringify(dataFile)}), 'latin1').split('\\n')) {
    const space = line.indexOf(' ')
    lines.set(line.slice(0, space), line.slice(space + 1))
  }
  return lines
}
const known = new Map()
export const parsed = (name) => {
  if (!known.has(name)) known.set(name, JSON.parse(texts().get(name)))
  return known.get(name)
}
/** Names of the files of models whose text holds these letters, in whatever case. */
export const filesWith = (letters) =>
  [...texts()].flatMap(([name, text]) => name.startsWith('models/') && text.toLowerCase().includes(letters) ? [name] : [])
`

const fileOfModelCode = `
import { filesWith, parsed } from 'data-beside'
import { isNamed } from './slug.ts'
export const filesOfModel = (name) =>
  filesWith(name.toLowerCase() + '"').map(parsed).filter((file) => file.models.some(({ id }) => isNamed(id, name)))
`
