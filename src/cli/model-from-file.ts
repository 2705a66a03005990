import { basename } from 'node:path'
import { recogniseFile } from '../catalog/recognise-file.ts'
import { describeFault, printable } from '../core/model/gguf/fault.ts'
import { fileModel } from '../core/model/gguf/file-model.ts'
import type { GgufHeader } from '../core/model/gguf/header.ts'
import type { RunnableModel } from '../core/model/model.ts'
import { readGguf } from '../host/gguf/read-gguf.ts'
import { FileError } from './file-error.ts'

/** The model in a GGUF file, with the catalogue's name and facts where it is recognised. */
export async function modelFromFile(path: string): Promise<RunnableModel> {
  const read = await readGguf(path)
  if (!read.ok) throw new FileError(read.error)
  const { header, notes } = read.value
  const model = fileModel(header, read.value.path)
  if (!model.ok) throw new FileError(`“${path}”: ${describeFault(model.error)}`)
  const { architecture, file, contextLength } = model.value
  const row = recogniseFile(header, architecture, file.trunk)
  const base = basename(read.value.path)
  const own = ownName(header)
  return {
    id: path,
    slug: base.replace(/\.gguf$/iu, '').toLowerCase(),
    name: row === null ? (own ?? base) : `${row.name} (${base})`,
    family: row?.family ?? model.value.name,
    publisher: row?.publisher ?? 'unknown',
    country: row?.country ?? 'unknown',
    release: row?.release ?? 'unknown',
    license: row?.license ?? 'unknown',
    modality: row?.modality ?? 'text',
    availability: 'open-weights',
    contextLength: contextLength ?? row?.contextLength ?? null,
    architecture,
    parameters: { total: null, active: null },
    nativeType: null,
    file: { ...file, notes: [...notes, ...file.notes] },
    source: `the file ${base}`
  }
}

/** What the file calls itself, where that says anything. */
function ownName({ metadata }: GgufHeader): string | null {
  const name = metadata.get('general.name')?.value
  if (typeof name !== 'string') return null
  const shown = printable(name.trim())
  return /[\p{L}\p{N}]{2}/u.test(shown) && shown.toLowerCase() !== 'n/a' ? shown : null
}
