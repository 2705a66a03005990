import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { specOfConfig } from '../../catalog/config-spec.ts'
import { findModel } from '../../catalog/find-model.ts'
import { architectureOfConfig } from '../../core/model/config/architecture-of-config.ts'
import { parseConfig } from '../../core/model/config/config-json.ts'
import { isRunnable, type RunnableModel } from '../../core/model/model.ts'
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
  const parts = name.split('/')
  return specOfConfig(facts.value, {
    id: name,
    name: parts.at(-1) ?? name,
    publisher: parts[0] ?? name,
    source: join(path, 'config.json')
  })
}
