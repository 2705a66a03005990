import type { ModelSpec } from '../core/model/model.ts'
import { err, ok, type Result } from '../core/result.ts'
import { models } from './catalog.ts'
import { modelKeys, readingsOf } from './model-name.ts'
import { nearest } from './nearest.ts'
import { searchModels } from './search-models.ts'
import { wordsOf } from './search-words.ts'

export interface ModelNotFound {
  readonly kind: 'unknown-model'
  /** What is wrong and which names are near, as a sentence. */
  readonly message: string
  /** Up to three models that may have been meant. */
  readonly near: readonly ModelSpec[]
}

type Index = ReadonlyMap<string, ReadonlySet<ModelSpec>>

const namesOf = ({ id, name, aliases = [] }: ModelSpec): readonly string[] => [id, name, ...aliases]

function indexBy(keysOf: (name: string) => readonly string[]): Index {
  const index = new Map<string, Set<ModelSpec>>()
  for (const model of models) {
    for (const key of namesOf(model).flatMap(keysOf)) {
      const entry = index.get(key) ?? new Set()
      index.set(key, entry.add(model))
    }
  }
  return index
}

const byId = new Map(models.map((model) => [model.id.toLowerCase(), model]))

const publishers = new Set(models.map(({ id }) => id.slice(0, id.indexOf('/')).toLowerCase()))

/** Some who pack models put the publisher into the name: `bartowski/google_gemma-3-27b-it-GGUF`. */
function withoutPublisher(name: string): string {
  const [, publisher = '', rest] = /([^/_]+)_([^/]+)$/.exec(name) ?? []
  return rest !== undefined && publishers.has(publisher.toLowerCase()) ? rest : name
}

/** Rows by their names as written, and without the words that people leave out. */
const byName: readonly Index[] = [
  indexBy((name) => [modelKeys(name).full]),
  indexBy((name) => [modelKeys(name).quiet])
]

/** Rows by their names without endings: `mistral small 24b` is Mistral-Small-24B-Instruct-2501. */
const byShortName: readonly Index[] = [indexBy(readingsOf)]

/** The models of the first reading that an index knows. */
function lookUp(readings: readonly string[], indexes: readonly Index[]): readonly ModelSpec[] {
  for (const reading of readings) {
    const found = indexes.map((index) => [...(index.get(reading) ?? [])])
    const best = found.find(({ length }) => length === 1) ?? found.find(({ length }) => length > 0)
    if (best) return best
  }
  return []
}

/**
 * The catalogue model of a name: an id, a slug, an alias, what a person types (`qwen3 30b a3b`), an id of another
 * publisher or with an ending that leaves the architecture alone (`unsloth/Qwen3-30B-A3B-GGUF:Q4_K_M`).
 *
 * Names are compared whole and numbers stay apart, so that a name never resolves to a model of another size. Where
 * that finds nothing, a size and other words that together are in the name of one model only mean that model.
 */
export function findModel(name: string): Result<ModelSpec, ModelNotFound> {
  const exact = byId.get(name.trim().toLowerCase())
  if (exact) return ok(exact)
  const readings = readingsOf(withoutPublisher(name))
  if (readings.length === 0) return err(notFound('No model was named', []))
  const known = lookUp(readings, byName)
  const found = known.length > 0 ? known : lookUp(readings, byShortName)
  const only = found.length > 0 ? found : modelsWithWords(name)
  if (only.length === 1 && only[0]) return ok(only[0])
  if (only.length > 1) return err(notFound(`“${name}” may be one of several models`, only))
  const similar = searchModels(name).map(({ model }) => model)
  return err(
    notFound(
      `The catalogue has no model “${name}”`,
      similar.length > 0 ? similar : nearest(name, models, namesOf)
    )
  )
}

const words = new Map(models.map((model) => [model, new Set(namesOf(model).flatMap(wordsOf))]))

/** Models that have every word of the name in theirs; none unless one of the words is a size. */
function modelsWithWords(name: string): readonly ModelSpec[] {
  const typed = name
    .toLowerCase()
    .split(/[^a-z0-9.]+/)
    .filter((word) => word !== '')
  if (!typed.some((word) => /^\d+(?:\.\d+)?[bmt]$/.test(word))) return []
  return models.filter((model) => typed.every((word) => words.get(model)?.has(word)))
}

function notFound(what: string, models: readonly ModelSpec[]): ModelNotFound {
  const near = models.slice(0, 3)
  const slugs = near.map(({ slug }) => slug)
  const list = slugs.length < 2 ? slugs.join('') : `${slugs.slice(0, -1).join(', ')} or ${slugs.at(-1) ?? ''}`
  return {
    kind: 'unknown-model',
    message: `${what}.${near.length > 0 ? ` Did you mean ${list}?` : ' `plimsoll list` shows all.'}`,
    near
  }
}
