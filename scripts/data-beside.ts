import { basename, dirname } from 'node:path'
import type { Plugin } from 'vite'
import type { ModelFile } from '../src/core/schema/model.ts'
import { ascii } from './ascii.ts'

const catalogueFile = /resources\/catalog\/.+\.json$/u
const fileOfModel = /src\/catalog\/file-of-model\.ts$/u
const reader = '\0data-beside'

/**
 * What is where - each file's name, its length and, of models, their ids, with the length of that table in front - and
 * then the files one after the other; ASCII, so that places are counted in bytes and reading needs no decoding.
 */
const dataFile = 'catalog.txt'
const digits = 8

/**
 * The catalogue as a text beside the program instead of as strings in it: half a megabyte that the engine would decode,
 * scan and keep before the first line runs. A model that is named by its id or slug is looked for in its table, and the
 * other files are not read at all (`src/catalog/file-of-model.ts` says the same from the parsed files).
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
      const contents = sorted.map(([name, text]) => [name, text.length, ...idsIn(name, text)])
      const table = ascii(JSON.stringify(contents))
      const length = String(table.length).padStart(digits, '0')
      const source = length + table + sorted.map(([, text]) => text).join('')
      this.emitFile({ type: 'asset', fileName: dataFile, source })
    }
  }
}

const idsIn = (name: string, text: string): string[] =>
  name.startsWith('models/') ? (JSON.parse(text) as ModelFile).models.map(({ id }) => id.toLowerCase()) : []

const readerCode = `
import { openSync, readSync } from 'node:fs'
import { join } from 'node:path'
let file
const read = (start, length) => {
  file ??= openSync(join(import.meta.dirname, ${JSON.stringify(dataFile)}))
  const bytes = Buffer.allocUnsafe(length)
  return bytes.latin1Slice(0, readSync(file, bytes, 0, length, start))
}
let contents
const places = () => {
  if (contents) return contents
  contents = new Map()
  const length = Number(read(0, ${digits}))
  let start = ${digits} + length
  for (const [name, size, ...ids] of JSON.parse(read(${digits}, length))) {
    contents.set(name, { start, size, ids })
    start += size
  }
  return contents
}
const known = new Map()
export const parsed = (name) => {
  if (!known.has(name)) {
    const { start, size } = places().get(name)
    known.set(name, JSON.parse(read(start, size)))
  }
  return known.get(name)
}
/** Names of the files that have a model whose id, in lower case, the caller takes. */
export const filesWith = (takes) => [...places()].flatMap(([name, { ids }]) => (ids.some(takes) ? [name] : []))
`

const fileOfModelCode = `
import { filesWith, parsed } from 'data-beside'
import { isNamed } from './slug.ts'
export const filesOfModel = (name) => filesWith((id) => isNamed(id, name)).map(parsed)
`
