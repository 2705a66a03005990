import type { ModelSpec } from '../core/model/model.ts'
import { once } from '../core/once.ts'
import { err, ok, type Result } from '../core/result.ts'
import { models } from './catalog.ts'
import { looseNames } from './loose-name.ts'
import { modelKeys, readingsOf, rowReadingsOf } from './model-name.ts'
import { nearest } from './nearest.ts'
import { otherNamesOf } from './other-names.ts'
import { searchModels } from './search-models.ts'

export interface ModelNotFound {
  readonly kind: 'unknown-model'
  /** What is wrong and which names are near, as a sentence. */
  readonly message: string
  /** Up to three models that may have been meant. */
  readonly near: readonly ModelSpec[]
}

/** Made when a name needs it: most names are found by the letter or in the first index. */
type Index = () => ReadonlyMap<string, ReadonlySet<ModelSpec>>

const typedNamesOf = ({ id, name, aliases = [] }: ModelSpec): readonly string[] => [id, name, ...aliases]

/** With the ids of its variants and repackagings, which resolve but which nobody is offered as a near name. */
const allNamesOf = (model: ModelSpec): readonly string[] => [...typedNamesOf(model), ...otherNamesOf(model)]

const indexBy = (keysOf: (name: string) => readonly string[], namesOf: typeof allNamesOf): Index =>
  once(() => {
    const index = new Map<string, Set<ModelSpec>>()
    for (const model of models) {
      for (const key of namesOf(model).flatMap(keysOf)) {
        const entry = index.get(key) ?? new Set()
        index.set(key, entry.add(model))
      }
    }
    return index
  })

const byId = once(() => {
  const known = new Map<string, ModelSpec>()
  for (const model of models) for (const id of allNamesOf(model)) known.set(id.toLowerCase(), model)
  for (const model of models) known.set(model.slug, model).set(model.id.toLowerCase(), model)
  return known
})

/** Checkpoints that carry a model's name but have another shape, with the model they are not. */
const otherShapes = once(
  () =>
    new Map(
      models.flatMap((model) => (model.otherShapes ?? []).map((id) => [modelKeys(id).full, { id, model }]))
    )
)

const publishers = once(() => [
  ...new Set(models.map(({ id }) => id.slice(0, id.indexOf('/')).toLowerCase())),
  'meta'
])

/** Some who pack models put the publisher into the name: `bartowski/google_gemma-3-27b-it-GGUF`. */
function withoutPublisher(name: string): string {
  const last = name.trim().replace(/\/+$/, '').split('/').at(-1) ?? ''
  const publisher = publishers().find(
    (one) => last.toLowerCase().startsWith(one) && /^[-_]/.test(last.slice(one.length))
  )
  return publisher === undefined ? name : last.slice(publisher.length + 1)
}

/** Rows by their names as written, and without the words that people leave out. */
const byName: readonly Index[] = [
  indexBy((name) => [modelKeys(name).full], typedNamesOf),
  indexBy((name) => [modelKeys(name).quiet], typedNamesOf),
  indexBy((name) => [modelKeys(name).full], allNamesOf)
]

/** Rows by their names without endings: `mistral small 24b` is Mistral-Small-24B-Instruct-2501. */
const byShortName: readonly Index[] = [
  indexBy(rowReadingsOf, typedNamesOf),
  indexBy(rowReadingsOf, allNamesOf)
]

const loosely = once(() => looseNames(models, typedNamesOf))

/** The models of the first reading that an index knows; a reading that means one model in a later index means that one. */
function lookUp(readings: readonly string[], indexes: readonly Index[]): readonly ModelSpec[] {
  for (const reading of readings) {
    let several: ReadonlySet<ModelSpec> | undefined
    for (const index of indexes) {
      const found = index().get(reading)
      if (found?.size === 1) return [...found]
      several ??= found
    }
    if (several) return [...several]
  }
  return []
}

/** What the readings of a name lead to: a row under its own name before one under a shortened name. */
const known = (readings: readonly string[]): readonly ModelSpec[] => {
  const found = lookUp(readings, byName)
  return found.length > 0 ? found : lookUp(readings, byShortName)
}

/** Whether the name is an id on Hugging Face: then it is taken by the letter, never by its words. */
const isRepoId = (name: string): boolean => name.includes('/')

/** Every model that the readings of a name lead to; none where another checkpoint carries it. */
function meantBy(name: string, readings: readonly string[]): readonly ModelSpec[] {
  const asWritten = known(readings)
  const found = asWritten.length > 0 ? asWritten : known(readingsOf(withoutPublisher(name)))
  return found.length > 0 || isRepoId(name) ? found : loosely()(name)
}

const otherShapeOf = (readings: readonly string[]): { id: string; model: ModelSpec } | undefined =>
  readings.map((reading) => otherShapes().get(reading)).find((found) => found !== undefined)

/** The models that a name may mean, by the rules of `findModel`; what is only like it is not looked for. */
export function modelsNamed(name: string): readonly ModelSpec[] {
  const exact = byId().get(name.trim().toLowerCase())
  if (exact) return [exact]
  const readings = readingsOf(name)
  return readings.length === 0 || otherShapeOf(readings) ? [] : meantBy(name, readings)
}

/**
 * The catalogue model of a name: an id, a slug, an alias, what a person types (`qwen3 30b a3b`), an id of another
 * publisher or with an ending that leaves the architecture alone (`unsloth/Qwen3-30B-A3B-GGUF:Q4_K_M`).
 *
 * Names are compared whole and numbers stay apart, so that a name never resolves to a model of another size or
 * version. Where that finds nothing, a size and other words that are all in the name of one model only mean that
 * model (`loose-name.ts`); an id of a repository is never read so loosely.
 */
export function findModel(name: string): Result<ModelSpec, ModelNotFound> {
  const exact = byId().get(name.trim().toLowerCase())
  if (exact) return ok(exact)
  const readings = readingsOf(name)
  if (readings.length === 0) return err(notFound('No model was named', []))
  const other = otherShapeOf(readings)
  if (other) {
    return err(
      notFound(`“${name}” is not in the catalogue: it has another shape than ${other.model.id}`, [
        other.model
      ])
    )
  }
  const only = meantBy(name, readings)
  if (only.length === 1 && only[0]) return ok(only[0])
  if (only.length > 1) return err(notFound(`“${name}” may be one of several models`, only))
  const similar = searchModels(name).map(({ model }) => model)
  return err(
    notFound(
      `The catalogue has no model “${name}”`,
      similar.length > 0 ? similar : nearest(name, models, typedNamesOf)
    )
  )
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
