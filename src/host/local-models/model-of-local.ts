import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findModel } from '../../catalog/find-model.ts'
import { slugOf } from '../../catalog/slug.ts'
import { architectureOfConfig } from '../../core/model/config/architecture-of-config.ts'
import { parseConfig } from '../../core/model/config/config-json.ts'
import { countParameters } from '../../core/model/parameters.ts'
import { isRunnable, type ModelSpec, type RunnableModel } from '../../core/model/model.ts'
import { tensorTable } from '../../core/model/tensor-table.ts'
import type { LocalModel } from './local-model.ts'

/** The shape of a model on the disk: the catalogue's row of its name, or its own config.json; null when neither knows. */
export async function modelOfLocal(local: LocalModel): Promise<RunnableModel | null> {
  for (const name of namesOf(local)) {
    const found = findModel(name)
    if (found.ok && isRunnable(found.value)) return found.value
  }
  return local.format === 'safetensors' ? fromConfig(local) : null
}

/** The name of the file or repository, and the folders above it, which LM Studio and Jan name after the model. */
const namesOf = ({ name, path, format }: LocalModel): readonly string[] => [
  name,
  ...(format === 'gguf' && !/sha256-/.test(path) ? path.split(/[\\/]/).slice(-2, -1) : [])
]

async function fromConfig({ name, path }: LocalModel): Promise<RunnableModel | null> {
  const text = await readFile(join(path, 'config.json'), 'utf8').catch(() => null)
  const config = text === null ? null : parseConfig(text)
  const facts = config?.ok ? architectureOfConfig(config.value) : null
  if (!facts?.ok) return null
  const { architecture, contextLength, modality, nativeType } = facts.value
  const [publisher = name] = name.split('/')
  const spec: ModelSpec = {
    id: name,
    slug: slugOf(name),
    name: name.split('/').at(-1) ?? name,
    family: facts.value.className,
    publisher,
    country: 'unknown',
    release: 'unknown',
    license: 'unknown',
    modality,
    availability: 'open-weights',
    contextLength,
    architecture,
    parameters: { total: countParameters(tensorTable(architecture), architecture).total, active: null },
    nativeType,
    source: join(path, 'config.json')
  }
  return isRunnable(spec) ? spec : null
}
