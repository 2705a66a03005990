import { type SearchHit, searchModels } from '../../catalog/search-models.ts'
import type { ModelSpec } from '../../core/model/model.ts'
import { clearMatch } from './clear-match.ts'
import { ownSpecs } from './own-models.ts'

/** The catalogue's search, with the user's own models whose name has every typed word before it. */
export function searchAll(query: string): SearchHit[] {
  const words = query.trim().toLowerCase().split(/\s+/u)
  const mine = ownSpecs().filter(({ name, slug }) =>
    words.every((word) => `${name} ${slug}`.toLowerCase().includes(word))
  )
  return [...mine.map((model) => ({ model, why: 'yours' })), ...searchModels(query)]
}

/** Matches shown: what is further down was not meant. */
const mostFound = 40

export interface Found {
  readonly hits: readonly SearchHit[]
  /** The one that is meant, when that is clear; then it is the first hit. */
  readonly clear: ModelSpec | null
  /** Why a hit was found, by slug, where its name does not show it. */
  readonly reasons: ReadonlyMap<string, string>
}

/** Null for an empty box: nothing was asked. */
export function findModels(query: string): Found | null {
  if (query.trim() === '') return null
  const all = searchAll(query)
  const clear = clearMatch(query, all)
  const hits = [...all]
    .sort((a, b) => Number(b.model === clear) - Number(a.model === clear))
    .slice(0, mostFound)
  const reasons = new Map(
    hits.flatMap(({ model, why }) => (why === null ? [] : [[model.slug, why] as const]))
  )
  return { hits, clear, reasons }
}
