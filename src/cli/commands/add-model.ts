import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { specOfConfig } from '../../catalog/config-spec.ts'
import { architectureOfConfig } from '../../core/model/config/architecture-of-config.ts'
import { parseConfig } from '../../core/model/config/config-json.ts'
import { isRunnable, type ModelSpec } from '../../core/model/model.ts'
import { dataFolder } from '../../host/data-folder.ts'
import { addUserModel } from '../../host/user-models/add-user-model.ts'
import { userRowOf } from '../../host/user-models/user-row-of.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { FileError } from '../file-error.ts'
import { json, type Output } from '../output.ts'
import { UsageError } from '../usage-error.ts'

export interface AddModelOptions {
  readonly id?: string
  readonly offline?: boolean
  readonly json?: boolean
}

const repositoryId = /^[\w.-]+\/[\w.-]+$/

/** `plimsoll models add`: a row of one's own from a repository, a GGUF file or a config.json. Other rows stay as they are. */
export async function addModelCommand(
  name: string,
  options: AddModelOptions,
  output: Output
): Promise<ExitCode> {
  const model = await modelNamed(name.trim(), options, output)
  if (!isRunnable(model)) throw new FileError(`“${name}” has no shape that a row could hold.`)
  const id = options.id ?? idOf(model)
  if (!repositoryId.test(id)) throw new UsageError(`--id: “${id}” is no id. Write owner/name.`)
  const month = new Date().toISOString().slice(0, 7)
  const row = userRowOf(model, id, month)
  if (!row.ok) throw new FileError(`“${name}”: ${row.error}`)
  const added = await addUserModel(dataFolder(), row.value)
  if (!added.ok) throw new FileError(added.error)
  if (row.value.release !== model.release)
    output.note(
      `The month of release is not known: ${month} stands in the row. Correct it in ${added.value}.`
    )
  output.out(options.json ? json({ file: added.value, row: row.value }) : `${id} is now in ${added.value}.`)
  return exitCode.done
}

async function modelNamed(
  name: string,
  { offline = false }: AddModelOptions,
  output: Output
): Promise<ModelSpec> {
  if (/\.gguf$/iu.test(name)) return (await import('../model-from-file.ts')).modelFromFile(name)
  if (/\.json$/iu.test(name)) return modelFromConfig(name)
  return (await import('../model-from-hub.ts')).modelFromHub(name, { offline, note: output.note })
}

async function modelFromConfig(path: string): Promise<ModelSpec> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) throw new FileError(`“${path}” cannot be read. Check the path.`)
  const config = parseConfig(text)
  if (!config.ok) throw new FileError(`“${path}”: ${config.error.message}`)
  const facts = architectureOfConfig(config.value)
  if (!facts.ok) throw new FileError(`“${path}”: ${facts.error.message}`)
  // A copy of a repository is named after it, and the file in it never.
  const name = basename(dirname(resolve(path)))
  return specOfConfig(facts.value, { id: `local/${name}`, name, publisher: 'unknown', source: path })
}

/** The repository's id; of a file its name, as one of the owner `local`. */
function idOf({ id, file, slug }: ModelSpec): string {
  const named = file === undefined || repositoryId.test(id) ? id : `local/${slug}`
  return named.replace(/[^\w./-]+/gu, '-')
}
