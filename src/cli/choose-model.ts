import { findModel } from '../catalog/find-model.ts'
import type { ModelSpec } from '../core/model/model.ts'
import type { FileType } from '../core/quant/file-type.ts'
import { UsageError } from './usage-error.ts'

/** A model that nothing in the catalogue answers to; the batch reports it under its own kind. */
export class UnknownModelError extends UsageError {}

/** A file by its ending, one that is still being downloaded included; or a path that cannot be a name or a repo id. */
const isPath = (name: string): boolean =>
  /\.gguf(?:\.(?:part|partial|incomplete|download|crdownload|tmp))?$/iu.test(name) ||
  /^(?:\.{0,2}[\\/]|[a-z]:[\\/])/iu.test(name)

/** The model of a path to a GGUF file, or the catalogue's of a name as a person types it. */
export async function chooseModel(name: string): Promise<ModelSpec> {
  // Only who names a file pays for its reader.
  if (isPath(name.trim())) return (await import('./model-from-file.ts')).modelFromFile(name.trim())
  const found = findModel(name)
  if (!found.ok) throw new UnknownModelError(found.error.message)
  return found.value
}

/** The quantisation that is asked of a model. A file has its own, which asking does not change. */
export function quantOf({ file }: ModelSpec, quant: FileType | 'auto'): FileType | 'auto' {
  if (!file || quant === 'auto') return quant
  throw new UsageError(
    `--quant: ${quant} cannot be asked of a file, whose weights are what they are (${file.fileType}). Leave it out, or name the model instead of the file.`
  )
}
