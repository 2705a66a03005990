import { specOfFile } from '../catalog/file-spec.ts'
import type { RunnableModel } from '../core/model/model.ts'
import { readGguf } from '../host/gguf/read-gguf.ts'
import { FileError } from './file-error.ts'

/** The model in a GGUF file, with the catalogue's name and facts where it is recognised. */
export async function modelFromFile(path: string): Promise<RunnableModel> {
  const read = await readGguf(path)
  if (!read.ok) throw new FileError(read.error)
  const model = specOfFile(read.value)
  if (!model.ok) throw new FileError(`“${path}”: ${model.error}`)
  return { ...model.value, id: path }
}
