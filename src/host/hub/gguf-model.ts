import { recogniseFile } from '../../catalog/recognise-file.ts'
import type { Architecture } from '../../core/model/architecture.ts'
import { describeFault } from '../../core/model/gguf/fault.ts'
import { fileModel } from '../../core/model/gguf/file-model.ts'
import type { GgufHeader } from '../../core/model/gguf/header.ts'
import type { ModelSpec } from '../../core/model/model.ts'

/** What GGUF headers say of a model, or why they say nothing. */
export type GgufReading =
  | {
      readonly ok: true
      readonly architecture: Architecture
      readonly contextLength: number | null
      /** Its own tensors, and the modality of the catalogue's row where it is recognised. */
      readonly facts: Partial<Pick<ModelSpec, 'file' | 'family' | 'modality'>>
    }
  | { readonly ok: false; readonly why: string }

/** The shape of a model from the headers of its files, in order: the first has the metadata, each lists its tensors. */
export function modelOfHeaders(headers: readonly GgufHeader[], path: string): GgufReading {
  const [first] = headers
  if (!first) return { ok: false, why: 'it has no files' }
  const sum = (of: (header: GgufHeader) => number): number => headers.reduce((n, header) => n + of(header), 0)
  const header: GgufHeader = {
    ...first,
    tensors: headers.flatMap(({ tensors }) => tensors),
    dataBytes: sum(({ dataBytes }) => dataBytes),
    fileBytes: sum(({ fileBytes }) => fileBytes)
  }
  const read = fileModel(header, path)
  if (!read.ok) return { ok: false, why: describeFault(read.error).replace(/\.$/, '') }
  const { architecture, contextLength, file } = read.value
  const row = recogniseFile(header, architecture, file.trunk)
  return {
    ok: true,
    architecture,
    contextLength: contextLength ?? row?.contextLength ?? null,
    facts: { file, ...(row ? { family: row.family, modality: row.modality } : {}) }
  }
}
