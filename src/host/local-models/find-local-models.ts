import { hubCacheModels } from './hub-cache.ts'
import { isModelFile, joinFiles, type LocalModel, withoutDuplicates } from './local-model.ts'
import { ollamaModels } from './ollama.ts'
import { type Place, placesOf } from './places.ts'
import { type Notes, walk } from './walk.ts'

export interface LocalModels {
  readonly models: readonly LocalModel[]
  /** Folders that could not be read and files that are missing, each a sentence. */
  readonly notes: readonly string[]
}

/**
 * The models that other tools keep on this machine. Only names, sizes and small lists are read, never weights, and
 * nothing is written. A folder that is named twice (by a link, or by two tools) is read once.
 */
export async function findLocalModels(places: readonly Place[] = placesOf()): Promise<LocalModels> {
  const sentences = new Set<string>()
  const notes: Notes = { add: (sentence) => sentences.add(sentence) }
  const found = await Promise.all(places.map(async (place) => modelsIn(place, notes)))
  return { models: withoutDuplicates(found.flat()), notes: [...sentences] }
}

async function modelsIn({ tool, folder, layout }: Place, notes: Notes): Promise<LocalModel[]> {
  if (layout === 'ollama') return ollamaModels(folder, notes)
  if (layout === 'hub') return hubCacheModels(folder, notes)
  return joinFiles(tool, folder, await walk(folder, isModelFile, notes))
}
