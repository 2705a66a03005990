import type { VerdictLevel } from '../../core/fit/verdict.ts'
import { parametersOf, type Row } from './list-row.ts'

/** Parameters in elements, both ends included; null is open. */
export interface Range {
  readonly least: number | null
  readonly most: number | null
}

export const inputs = ['text-only', 'image', 'audio', 'video'] as const

/** What narrows the list besides the chips and the search. Several values of one facet widen it, facets narrow it. */
export interface Facets {
  readonly verdict: readonly string[]
  readonly publisher: readonly string[]
  readonly country: readonly string[]
  readonly license: readonly string[]
  /** What a model takes in besides text. */
  readonly input: readonly string[]
  readonly total: Range
  readonly active: Range
  /** `2026` or `2026-04`: released then or later. */
  readonly since: string | null
  /** Likely decode speed, tokens per second; 0 is any. */
  readonly speed: number
}

/** Facets with a list of values to tick. */
export type Listed = 'verdict' | 'publisher' | 'country' | 'license' | 'input'
export const listed: readonly Listed[] = ['verdict', 'input', 'country', 'publisher', 'license']

const open: Range = { least: null, most: null }

export const noFacets: Facets = {
  verdict: [],
  publisher: [],
  country: [],
  license: [],
  input: [],
  total: open,
  active: open,
  since: null,
  speed: 0
}

/** Levels of a machine's answers, best first. A layout without a machine is not one of them. */
export const levels: readonly VerdictLevel[] = [
  'fits',
  'fits-with-offload',
  'cpu-only',
  'does-not-fit',
  'unknown',
  'not-obtainable'
]

/** The values that a row has of a listed facet. */
export function valuesOf(facet: Listed, { model, assessment }: Row): readonly string[] {
  switch (facet) {
    case 'verdict':
      return assessment ? [assessment.verdict.level] : []
    case 'publisher':
      return [model.publisher]
    case 'country':
      return model.country.split('/')
    case 'license':
      return [model.license]
    case 'input': {
      const more = model.modality.split('+').filter((kind) => kind !== 'text')
      return more.length === 0 ? ['text-only'] : more
    }
  }
}

const within = ({ least, most }: Range, n: number | null): boolean =>
  (least === null && most === null) || (n !== null && n >= (least ?? 0) && n <= (most ?? Infinity))

const someOf = (wanted: readonly string[], values: readonly string[]): boolean =>
  wanted.length === 0 || values.some((value) => wanted.includes(value))

/** Whether a row passes one facet. A row still being worked out passes none that asks for its answer. */
function passesOne(facet: keyof Facets, facets: Facets, row: Row): boolean {
  switch (facet) {
    case 'total':
    case 'active':
      return within(facets[facet], parametersOf(row)[facet])
    case 'since':
      return facets.since === null || row.model.release >= facets.since
    case 'speed': {
      const speed = row.assessment?.speed
      return facets.speed === 0 || (speed?.known === true && speed.decode.likely >= facets.speed)
    }
    default:
      return someOf(facets[facet], valuesOf(facet, row))
  }
}

const all = Object.keys(noFacets) as readonly (keyof Facets)[]

/** Whether a row passes all facets, or all but one. */
export const passes = (facets: Facets, row: Row, but: keyof Facets | null = null): boolean =>
  all.every((facet) => facet === but || passesOne(facet, facets, row))

/** How many rows each value of a facet would leave, with every other facet as it is; all values that `rows` have. */
export function counts(facet: Listed, rows: readonly Row[], facets: Facets): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const row of rows) {
    const one = Number(passes(facets, row, facet))
    for (const value of valuesOf(facet, row)) found.set(value, (found.get(value) ?? 0) + one)
  }
  return found
}

export const toggled = (values: readonly string[], value: string): readonly string[] =>
  values.includes(value) ? values.filter((one) => one !== value) : [...values, value]
