import { type Facets, inputs, levels, type Listed, listed, noFacets, type Range } from './facets.ts'
import type { Choices, Column, Filter } from './choices.ts'

/** What the list's address says, where it is not what it is without saying. */
export type ListChoices = Pick<Choices, 'facets' | 'grouped' | 'filter' | 'sort'>

const chips: readonly Filter[] = ['all', 'article', 'popular', 'experts', 'fits', 'runs']
const columns: readonly Column[] = ['default', 'model', 'verdict', 'quant', 'context', 'memory', 'speed']

const keys: Record<Listed, string> = {
  verdict: 'v',
  publisher: 'by',
  country: 'from',
  license: 'lic',
  input: 'in'
}

const billions = (n: number | null): string => (n === null ? '' : `${n / 1e9}b`)

/** `4b-9b`, `-32b`, `100b-`: the same as `plimsoll list --size` takes. */
const rangeText = ({ least, most }: Range): string => `${billions(least)}-${billions(most)}`

function rangeIn(text: string | null): Range {
  const [, least, most] = /^(?:(\d+(?:\.\d+)?)b)?-(?:(\d+(?:\.\d+)?)b)?$/.exec(text ?? '') ?? []
  const end = (digits: string | undefined): number | null =>
    digits === undefined ? null : Number(digits) * 1e9
  return { least: end(least), most: end(most) }
}

export const isMonth = (text: string): boolean => /^20\d\d(?:-(?:0[1-9]|1[0-2]))?$/.test(text)

/** Adds the list's part to an address: `v=fits&by=Google&size=4b-9b&since=2026-04&tok=5&group=1&sort=-speed`. */
export function writeList(parts: URLSearchParams, { facets, grouped, filter, sort }: ListChoices): void {
  if (filter !== 'all') parts.set('show', filter)
  for (const facet of listed) for (const value of facets[facet]) parts.append(keys[facet], value)
  if (rangeText(facets.total) !== '-') parts.set('size', rangeText(facets.total))
  if (rangeText(facets.active) !== '-') parts.set('act', rangeText(facets.active))
  if (facets.since !== null) parts.set('since', facets.since)
  if (facets.speed !== 0) parts.set('tok', String(facets.speed))
  if (grouped) parts.set('group', '1')
  if (sort.column !== 'default') parts.set('sort', `${sort.descending ? '-' : ''}${sort.column}`)
}

const known: Readonly<Partial<Record<Listed, readonly string[]>>> = { verdict: levels, input: inputs }

/** The list's part of an address. What makes no sense is left out; what is not named is not narrowed. */
export function readList(parts: URLSearchParams): ListChoices {
  const values = (facet: Listed): readonly string[] => [
    ...new Set(parts.getAll(keys[facet]).filter((value) => known[facet]?.includes(value) ?? value !== ''))
  ]
  const since = parts.get('since')
  const speed = Number(parts.get('tok') ?? 0)
  const [, minus, column] = /^(-?)([a-z]+)$/.exec(parts.get('sort') ?? '') ?? []
  const facets: Facets = {
    ...noFacets,
    ...Object.fromEntries(listed.map((facet) => [facet, values(facet)])),
    total: rangeIn(parts.get('size')),
    active: rangeIn(parts.get('act')),
    since: since !== null && isMonth(since) ? since : null,
    speed: Number.isFinite(speed) && speed > 0 && speed <= 1e6 ? speed : 0
  }
  return {
    facets,
    grouped: parts.get('group') === '1',
    filter: chips.find((chip) => chip === parts.get('show')) ?? 'all',
    sort: { column: columns.find((one) => one === column) ?? 'default', descending: minus === '-' }
  }
}
