import type { ModelSpec } from '../core/model/model.ts'
import { spellingOf } from './spelling.ts'

/** Words of a loose name, letters and version numbers apart, sizes whole: qwen, 3, 30b, a3b. */
const tokensOf = (name: string): readonly string[] =>
  name
    .toLowerCase()
    .replace(/(\d+(?:\.\d+)?b)-?(?=a\d)/g, '$1 ')
    .split(/[^a-z0-9.]+/)
    .map((token) => token.replace(/^\.+|\.+$/g, ''))
    .flatMap((token) => {
      const [, letters, digits] = /^([a-z]{2,})(\d+(?:\.\d+)?)$/.exec(token) ?? []
      return letters !== undefined && digits !== undefined ? [letters, digits] : [token]
    })
    .filter((token) => token !== '')

const isSize = (token: string): boolean => /^\d+(?:\.\d+)?[bmt]$/.test(token)

/** Numbers of a name that a person leaves out: active size, month, number of experts, context. */
const isOptional = (token: string): boolean =>
  !/\d/.test(token) || /^(?:a\d.*b|2[3-9](?:0[1-9]|1[0-2])|\d+e|\d+k)$/.test(token)

/**
 * The size a person would type of a model whose name has none: the published total without the parts that names
 * leave out, in whole billions.
 */
function sizesOf({ parameters, towers, architecture }: ModelSpec): readonly string[] {
  if (parameters.total === null) return []
  const text =
    parameters.total - (towers?.vision ?? 0) - (towers?.audio ?? 0) - (architecture?.mtp?.params ?? 0)
  const billions = text / 1e9
  return [`${Math.round(billions)}b`, `${Math.floor(billions)}b`, `${billions.toFixed(1)}b`]
}

interface Named {
  readonly model: ModelSpec
  readonly names: readonly ReadonlySet<string>[]
  readonly sizes: readonly string[]
}

/**
 * Finds models by loose names: a size and other words that are all in one of a model's names, while every version and
 * size of that name was typed. `yi 34b` is not Yi 1.5 34B, `gemma 27b` leaves open which Gemma.
 */
export function looseNames(
  models: readonly ModelSpec[],
  namesOf: (model: ModelSpec) => readonly string[]
): (name: string) => readonly ModelSpec[] {
  const entries: readonly Named[] = models.map((model) => ({
    model,
    names: namesOf(model).map((name) => new Set(tokensOf(name.split('/').at(-1) ?? name))),
    sizes: sizesOf(model)
  }))
  const spelling = spellingOf(entries.flatMap(({ names }) => names.flatMap((name) => [...name])))

  /** Words of the closest fitting name that were not typed; undefined where none of a model's names fits. */
  const untyped = ({ names, sizes }: Named, typed: readonly string[]): number | undefined => {
    const fitting = names.filter((name) => {
      const withSize = [...name].some(isSize)
      const known = (token: string): boolean => name.has(token) || (!withSize && sizes.includes(token))
      return typed.every(known) && [...name].every((token) => isOptional(token) || typed.includes(token))
    })
    if (fitting.length === 0) return undefined
    return Math.min(...fitting.map((name) => [...name].filter((token) => !typed.includes(token)).length))
  }

  /** The models that fit with the fewest words left out. */
  const meaning = (typed: readonly string[]): readonly ModelSpec[] => {
    const fits = entries.flatMap((entry) => {
      const missing = untyped(entry, typed)
      return missing === undefined ? [] : [{ model: entry.model, missing }]
    })
    const fewest = Math.min(...fits.map(({ missing }) => missing))
    return fits.filter(({ missing }) => missing === fewest).map(({ model }) => model)
  }

  return (name) => {
    const typed = tokensOf(name)
    if (!typed.some(isSize) || typed.every(isSize)) return []
    const found = meaning(typed)
    if (found.length > 0) return found
    const corrected = typed.map((token) => spelling.only(token) ?? token)
    return corrected.some((token, at) => token !== typed[at]) ? meaning(corrected) : []
  }
}
