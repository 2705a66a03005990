import { describeFault, printable } from '../core/model/gguf/fault.ts'
import { fileModel } from '../core/model/gguf/file-model.ts'
import type { GgufHeader } from '../core/model/gguf/header.ts'
import type { RunnableModel } from '../core/model/model.ts'
import { err, ok, type Result } from '../core/result.ts'
import { recogniseFile } from './recognise-file.ts'

/** What was read of a model's file or files. */
export interface ReadFile {
  readonly header: GgufHeader
  /** Path or name of the first part, as llama.cpp is to be given it. */
  readonly path: string
  /** What was found out while reading, as sentences. */
  readonly notes: readonly string[]
}

/**
 * The model in a GGUF file, with the catalogue's name and facts where it is recognised. The error is a sentence without
 * the file's name: what it is when it holds no language model, or which value of it no model could have.
 */
export function specOfFile({ header, path, notes }: ReadFile): Result<RunnableModel, string> {
  const model = fileModel(header, path)
  if (!model.ok) return err(describeFault(model.error))
  const { architecture, file, contextLength } = model.value
  const row = recogniseFile(header, architecture, file.trunk)
  const base = path.split(/[\\/]/u).at(-1) ?? path
  const own = ownName(header)
  return ok({
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
  })
}

/** What the file calls itself, where that says anything. */
function ownName({ metadata }: GgufHeader): string | null {
  const name = metadata.get('general.name')?.value
  if (typeof name !== 'string') return null
  const shown = printable(name.trim())
  return /[\p{L}\p{N}]{2}/u.test(shown) && shown.toLowerCase() !== 'n/a' ? shown : null
}
