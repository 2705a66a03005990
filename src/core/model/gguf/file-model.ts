import type { Architecture } from '../architecture.ts'
import type { ModelFile } from '../model-file.ts'
import { bytes } from '../../quantity.ts'
import { err, ok, type Result } from '../../result.ts'
import { architectureOf, type FileArchitecture } from './architecture-of.ts'
import type { GgufFault } from './fault.ts'
import { fileTensors } from './file-tensors.ts'
import { fileTypeOf } from './file-type-of.ts'
import type { GgufHeader } from './header.ts'
import { whatElse } from './what-else.ts'

/** A model as its file describes it, before a name is known. */
export interface FileModel extends Pick<FileArchitecture, 'name' | 'contextLength'> {
  readonly architecture: Architecture
  readonly file: ModelFile
}

/**
 * The model that a header describes, with its own tensors and types. The error says what the file is when it is no
 * language model, or which value of it no model could have.
 */
export function fileModel(header: GgufHeader, path = 'model.gguf'): Result<FileModel, GgufFault> {
  const other = whatElse(header)
  if (other !== null) return err({ kind: 'no-model', at: 0, what: other })
  const read = architectureOf(header)
  if (!read.ok) return read
  const { architecture, name, contextLength, trunk, notes } = read.value
  const { fileType, stated, most } = fileTypeOf(header)
  return ok({
    architecture,
    name,
    contextLength,
    file: {
      ...fileTensors(header),
      trunk,
      bytes: bytes(header.fileBytes),
      fileType,
      path,
      notes: stated ? notes : [...notes, `The file does not name its mix; most of its weights are ${most}.`]
    }
  })
}
