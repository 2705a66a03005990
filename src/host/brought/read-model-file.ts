import { specOfFile } from '../../catalog/file-spec.ts'
import type { BroughtModel } from '../../contract/brought.ts'
import { readGguf } from '../gguf/read-gguf.ts'

/** The model in a GGUF file, or in all parts of a split one. Rejects with a sentence that names the file. */
export async function readModelFile(path: string): Promise<BroughtModel> {
  const read = await readGguf(path)
  if (!read.ok) throw new Error(read.error)
  const model = specOfFile(read.value)
  if (!model.ok) throw new Error(`“${path}”: ${model.error}`)
  return { model: model.value, notes: model.value.file?.notes ?? [] }
}
