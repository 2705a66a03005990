import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { specOfConfig } from '../../catalog/config-spec.ts'
import { modelsNamed } from '../../catalog/find-model.ts'
import { recogniseShape } from '../../catalog/recognise-file.ts'
import type { RecognisedBy } from '../../contract/brought.ts'
import { architectureOfConfig } from '../../core/model/config/architecture-of-config.ts'
import { parseConfig } from '../../core/model/config/config-json.ts'
import { printable } from '../../core/model/gguf/fault.ts'
import { statedFileType } from '../../core/model/gguf/file-type-of.ts'
import { splitFile } from '../../core/model/gguf/split-file.ts'
import { isRunnable, type ModelSpec, type RunnableModel } from '../../core/model/model.ts'
import { quantOf } from '../hub/gguf-in-repo.ts'
import { firstLook } from './first-bytes.ts'
import type { LocalModel } from './local-model.ts'

/** What the first bytes of a model on the disk tell, before its weights' list is read. */
export interface LocalLook {
  /** The catalogue's row, or the shape of its own config.json; null where only the whole header tells. */
  readonly model: RunnableModel | null
  /** How the row was recognised; null without a row. */
  readonly by: RecognisedBy | null
  /** `general.architecture` of a GGUF file, where it was read. */
  readonly architecture: string | null
  /** The mix, `Q4_K_M`: as the file says, else as its name does. */
  readonly mix: string | null
  /** What is wrong with the file, a sentence without its name. */
  readonly fault: string | null
}

/**
 * Looks into a model on the disk: a GGUF file's keys say which model it is; its name only where the file cannot say it
 * (the first part of a split one is missing). The row of a name whose shape the file contradicts is not believed.
 */
export async function lookAtLocal(local: LocalModel): Promise<LocalLook> {
  if (local.format === 'safetensors') return safetensors(local)
  const mix = quantOf(`${local.name}.gguf`)?.replace(/^UD-/u, '') ?? null
  const byName = { ...byNameOf(local), architecture: null, mix, fault: null }
  if ((splitFile(basename(local.path))?.index ?? 1) > 1) return byName
  const look = await firstLook(local.path)
  if (!look.ok) return { model: null, by: null, architecture: null, mix, fault: look.error }
  const { metadata, shape } = look.value
  const architecture = metadata.get('general.architecture')?.value
  const found = shape && recogniseShape({ metadata }, shape, namesOf(local))
  const row = found && runnable(found.row)
  return {
    model: row,
    by: row === null ? null : found?.by === 'name' ? 'name-and-shape' : 'shape',
    architecture: typeof architecture === 'string' ? printable(architecture) : null,
    mix: statedFileType(metadata) ?? mix,
    fault: null
  }
}

const runnable = (row: ModelSpec): RunnableModel | null => (isRunnable(row) ? row : null)

/** What it is kept as: the name of the file or repository, and the folder above, which LM Studio and Jan name after it. */
function namesOf({ tool, name, path }: LocalModel): readonly string[] {
  if (tool === 'Ollama') return [name]
  const parts = name.split('/')
  if (tool === 'Hugging Face') return [...parts.slice(2), parts.slice(0, 2).join('/')]
  return [name, ...path.split(/[\\/]/u).slice(-2, -1)]
}

function byNameOf(local: LocalModel): Pick<LocalLook, 'model' | 'by'> {
  for (const name of namesOf(local)) {
    const [row, another] = modelsNamed(name)
    if (row && !another && isRunnable(row)) return { model: row, by: 'name' }
  }
  return { model: null, by: null }
}

async function safetensors(local: LocalModel): Promise<LocalLook> {
  const known = byNameOf(local)
  const model = known.model ?? (await fromConfig(local))
  return { ...known, model, architecture: null, mix: null, fault: null }
}

async function fromConfig({ name, path }: LocalModel): Promise<RunnableModel | null> {
  const text = await readFile(join(path, 'config.json'), 'utf8').catch(() => null)
  const config = text === null ? null : parseConfig(text)
  const facts = config?.ok ? architectureOfConfig(config.value) : null
  if (!facts?.ok) return null
  const parts = name.split('/')
  return specOfConfig(facts.value, {
    id: name,
    name: parts.at(-1) ?? name,
    publisher: parts[0] ?? name,
    source: join(path, 'config.json')
  })
}
