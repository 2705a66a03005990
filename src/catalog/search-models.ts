import Fuse from 'fuse.js'
import type { ModelSpec } from '../core/model/model.ts'
import { models } from './catalog.ts'
import { namedExactly } from './named-exactly.ts'
import { traitsOf, wordsOf } from './search-words.ts'

export interface SearchHit {
  readonly model: ModelSpec
  /** Why it was found, where its name does not show it: `also called “Kimi 2”`. */
  readonly why: string | null
}

interface Entry {
  readonly model: ModelSpec
  readonly name: readonly string[]
  readonly aliases: readonly { readonly alias: string; readonly words: readonly string[] }[]
  readonly about: readonly string[]
}

const entries: readonly Entry[] = models.map((model) => ({
  model,
  name: wordsOf(`${model.name} ${model.slug}`),
  aliases: (model.aliases ?? []).map((alias) => ({ alias, words: wordsOf(alias) })),
  about: wordsOf(
    `${model.family} ${model.publisher} ${model.id.split('/')[0] ?? ''} ${model.country} ${traitsOf(model).join(' ')}`
  )
}))

const vocabulary = [
  ...new Set(
    entries.flatMap(({ name, aliases, about }) => [
      ...name,
      ...aliases.flatMap(({ words }) => words),
      ...about
    ])
  )
]

/** Spelling only: words with a digit are sizes and versions, and a near one is another model. */
const spelling = new Fuse(
  vocabulary.filter((word) => /^[a-z]{3,}$/.test(word)),
  { threshold: 0.4, includeScore: true }
)

/** 3 for the word itself, less for its beginning; a size or version must not grow (`3b` is not `30b`). */
function likeness(wanted: string, words: readonly string[]): number {
  if (words.includes(wanted)) return 3
  // A bare number is most likely a size in billions: 27 is 27B before it is 270M.
  if (/^\d+$/.test(wanted) && words.includes(`${wanted}b`)) return 2.5
  if (!/[a-z.]$/.test(wanted) || wanted.length < 2)
    return words.some((word) => word.startsWith(wanted)) ? 0.5 : 0
  if (words.some((word) => word.startsWith(wanted))) return 2
  return wanted.length >= 3 && words.some((word) => word.includes(wanted)) ? 1 : 0
}

/** A word that is nowhere in the catalogue is taken for the nearest ones that are. */
function meant(word: string): readonly string[] {
  if (vocabulary.some((known) => likeness(word, [known]) > 0)) return [word]
  if (!/^[a-z]{3,}$/.test(word)) return [word]
  // Typing errors seldom hit the first letter.
  const near = spelling.search(word, { limit: 5 }).filter(({ item }) => item.startsWith(word.charAt(0)))
  return near.length > 0 ? near.slice(0, 3).map(({ item }) => item) : [word]
}

interface Scored extends SearchHit {
  readonly score: number
}

function score(
  { model, name, aliases, about }: Entry,
  wanted: readonly (readonly string[])[]
): Scored | null {
  const best = (alternatives: readonly string[], words: readonly string[]): number =>
    Math.max(...alternatives.map((word) => likeness(word, words)))
  let sum = 0
  let throughAlias: string | null = null
  for (const alternatives of wanted) {
    const inName = best(alternatives, name)
    const inAbout = best(alternatives, about) / 2
    let inAlias = 0
    let alias: string | null = null
    for (const one of aliases) {
      const likely = best(alternatives, one.words)
      if (likely > inAlias) [inAlias, alias] = [likely, one.alias]
    }
    if (Math.max(inName, inAlias, inAbout) === 0) return null
    if (inAlias > Math.max(inName, inAbout)) throughAlias ??= alias
    sum += Math.max(inName, inAlias, inAbout)
  }
  return {
    model,
    why: throughAlias === null ? null : `also called “${throughAlias}”`,
    score: sum / wanted.length
  }
}

const rank = ({ popularity, article }: ModelSpec): number =>
  popularity ?? (article ? 50 + article.order : 200)

/**
 * Models that match every word of what was typed, best first: by name, alias, size, publisher, country or kind
 * (`moe`, `vision`, `mla`), with typing errors forgiven in words but never in numbers. A whole name comes before its
 * variants. Ties: what people run now,
 * then what the article names, then the newer. An empty query matches all, in the catalogue's order.
 */
export function searchModels(query: string): SearchHit[] {
  const typed = query
    .trim()
    .toLowerCase()
    .slice(0, 100)
    .split(/[^a-z0-9.]+/)
    .filter((word) => word !== '')
  if (typed.length === 0) return models.map((model) => ({ model, why: null }))
  const wanted = typed
    .flatMap((word) => wordsOf(word).slice(0, /b-?a\d/.test(word) ? undefined : 1))
    .map(meant)
  const named = (hit: Scored): number => Number(namedExactly(query, hit.model))
  return entries
    .flatMap((entry) => score(entry, wanted) ?? [])
    .sort(
      (a, b) =>
        named(b) - named(a) ||
        b.score - a.score ||
        rank(a.model) - rank(b.model) ||
        b.model.release.localeCompare(a.model.release)
    )
    .map(({ model, why }) => ({ model, why }))
}
