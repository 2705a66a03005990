import { modelByLetter } from '../catalog/model-by-letter.ts'
import type { ModelSpec } from '../core/model/model.ts'
import { looksLikeHub } from '../host/hub/reference.ts'
import type { HubChoice } from './model-from-hub.ts'
import { UnknownModelError } from './unknown-model-error.ts'
import { UsageError } from './usage-error.ts'
import { userRowOf } from './user-rows.ts'

export { UnknownModelError } from './unknown-model-error.ts'

/** A file by its ending, one that is still being downloaded included; or a path that cannot be a name or a repo id. */
const isPath = (name: string): boolean =>
  /\.gguf(?:\.(?:part|partial|incomplete|download|crdownload|tmp))?$/iu.test(name) ||
  /^(?:\.{0,2}[\\/]|[a-z]:[\\/])/iu.test(name)

/** Named as the hub's: `hf:owner/name` or an address is read there, whatever the catalogue knows. */
const isAddress = (name: string): boolean =>
  /^(?:hf:|https?:\/\/|hf\.co\/|huggingface\.co\/)/i.test(name.trim())

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`)

/**
 * The model of an address on the hub or of a path to a GGUF file; the user's own row or the catalogue's of a name as a
 * person types it; or the repository that the name is.
 */
export async function chooseModel(name: string, choice: HubChoice = {}): Promise<ModelSpec> {
  const { note = say } = choice
  const fromHub = async (): Promise<ModelSpec> =>
    (await import('./model-from-hub.ts')).modelFromHub(name, { ...choice, note })
  if (isAddress(name)) return fromHub()
  // Only who names a file pays for its reader.
  if (isPath(name.trim())) return (await import('./model-from-file.ts')).modelFromFile(name.trim())
  const own = await userRowOf(name, note)
  if (own) return own
  const byLetter = modelByLetter(name)
  if (byLetter) return byLetter
  const found = (await import('../catalog/find-model.ts')).findModel(name)
  if (found.ok) return found.value
  if (!looksLikeHub(name)) throw new UnknownModelError(found.error.message)
  // A misspelt id of the catalogue looks like a repository: both answers are given.
  return fromHub().catch((error: unknown) => {
    if (!(error instanceof UnknownModelError)) throw error
    throw new UnknownModelError(`${found.error.message} ${error.message}`)
  })
}

/** The quantisation that is asked of a model. A file has its own, which asking does not change. */
export function quantOf<Quant extends string>({ file }: ModelSpec, quant: Quant): Quant {
  if (!file || quant === 'auto') return quant
  throw new UsageError(
    `--quant: ${quant} cannot be asked of a file, whose weights are what they are (${file.fileType}). Leave it out, or name the model instead of the file.`
  )
}
