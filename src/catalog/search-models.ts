import type { ModelSpec } from '../core/model/model.ts'
import { models } from './catalog.ts'
import { namedExactly } from './named-exactly.ts'
import { type Entry, type SearchIndex, searchIndex } from './search-index.ts'
import { wordsOf } from './search-words.ts'

export interface SearchHit {
  readonly model: ModelSpec
  /** Why it was found, where its name does not show it: `also called “Kimi 2”`, `by Google`. */
  readonly why: string | null
}

/**
 * How well a word of the catalogue fits a typed one: 3 for the word itself, less for its beginning; a size or version
 * must not grow (`3b` is not `30b`).
 */
function likenessTo(wanted: string): (word: string) => number {
  // A bare number is most likely a size in billions: 27 is 27B before it is 270M.
  const size = /^\d+$/.test(wanted) ? `${wanted}b` : null
  const mayGrow = /[a-z.]$/.test(wanted) && wanted.length > 1
  return (word) => {
    if (word === wanted) return 3
    if (word === size) return 2.5
    if (word.startsWith(wanted)) return mayGrow ? 2 : /^20\d\d$/.test(word) ? 0 : 0.5
    return mayGrow && wanted.length > 2 && word.includes(wanted) ? 1 : 0
  }
}

/** A typed word against the whole vocabulary; `meant` when only words that are spelled like it were found. */
interface Wanted {
  readonly scores: Float64Array
  readonly meant: string | null
}

function wantedOf(word: string, { vocabulary, spelling }: SearchIndex): Wanted {
  const scores = Float64Array.from(vocabulary, likenessTo(word))
  if (scores.some((score) => score > 0)) return { scores, meant: null }
  const near = spelling.near(word)
  // The likeliest spelling counts as the word itself, the others as its beginning.
  for (const [at, known] of vocabulary.entries())
    scores[at] = near[0] === known ? 3 : near.includes(known) ? 1 : 0
  return { scores, meant: near[0] ?? null }
}

interface Scored extends SearchHit {
  readonly score: number
}

/** Each wanted word by the field it fits best; null when one of them fits none. */
function scored({ model, fields }: Entry, wanted: readonly Wanted[]): Scored | null {
  let sum = 0
  let why: string | null = null
  for (const { scores, meant } of wanted) {
    let best = 0
    let reason: string | null = null
    for (const field of fields) {
      for (const word of field.words) {
        const score = (scores[word] ?? 0) * field.weight
        if (score > best) [best, reason] = [score, field.reason]
      }
    }
    if (best === 0) return null
    sum += best
    why ??= reason ?? (meant === null ? null : `“${meant}” was meant`)
  }
  return { model, why, score: sum / wanted.length }
}

const rank = ({ popularity, article }: ModelSpec): number =>
  popularity ?? (article ? 50 + article.order : 200)

/**
 * Models that match every word of what was typed, best first: by name, alias, size, publisher, country, licence,
 * year or kind (`moe`, `vision`, `mla`), with typing errors forgiven in words but never in numbers. A whole name comes
 * before its variants. Ties: what people run now, then what the article names, then the newer. An empty query matches
 * all, in the catalogue's order.
 */
export function searchModels(query: string): SearchHit[] {
  const typed = query
    .trim()
    .toLowerCase()
    .slice(0, 100)
    .split(/[^a-z0-9.]+/)
    .filter((word) => word !== '')
  if (typed.length === 0) return models.map((model) => ({ model, why: null }))
  const index = searchIndex()
  const wanted = typed
    .flatMap((word) => wordsOf(word).slice(0, /b-?a\d/.test(word) ? undefined : 1))
    .map((word) => wantedOf(word, index))
  const named = (hit: Scored): number => Number(namedExactly(query, hit.model))
  return index.entries
    .flatMap((entry) => scored(entry, wanted) ?? [])
    .sort(
      (a, b) =>
        named(b) - named(a) ||
        b.score - a.score ||
        rank(a.model) - rank(b.model) ||
        b.model.release.localeCompare(a.model.release)
    )
    .map(({ model, why }) => ({ model, why }))
}
