import { parameterCount } from '../../core/format.ts'
import { type Facets, type Listed, listed, noFacets, type Range } from './facets.ts'

export const facetNames: Record<keyof Facets, string> = {
  verdict: 'Verdict',
  input: 'Takes in',
  country: 'Country',
  publisher: 'Publisher',
  license: 'Licence',
  total: 'Parameters',
  active: 'Active parameters',
  since: 'Released since',
  speed: 'At least'
}

const words: Readonly<Record<string, string>> = {
  fits: 'Fits',
  'fits-with-offload': 'Experts or layers in RAM',
  'cpu-only': 'Runs on CPU',
  'does-not-fit': 'Too large',
  unknown: 'Unknown',
  'not-obtainable': 'Not obtainable',
  'text-only': 'Text only',
  image: 'Images',
  audio: 'Audio',
  video: 'Video'
}

/** A value of a facet in words. Names of publishers, countries and licences are words already. */
export const valueName = (facet: Listed, value: string): string =>
  facet === 'verdict' || facet === 'input' ? (words[value] ?? value) : value

function rangeText({ least, most }: Range): string {
  if (least !== null && most !== null) return `${parameterCount(least)} to ${parameterCount(most)}`
  return least !== null ? `from ${parameterCount(least)}` : `up to ${parameterCount(most ?? 0)}`
}

/** One thing that narrows the list, and the facets without it. */
export interface ActiveFacet {
  readonly text: string
  readonly without: Facets
}

/** What narrows the list, in the order of the panel; empty where nothing does. */
export function activeFacets(facets: Facets): readonly ActiveFacet[] {
  const values = listed.flatMap((facet) =>
    facets[facet].map((value) => ({
      text: `${facetNames[facet]}: ${valueName(facet, value)}`,
      without: { ...facets, [facet]: facets[facet].filter((one) => one !== value) }
    }))
  )
  const ranges = (['total', 'active'] as const)
    .filter((facet) => facets[facet].least !== null || facets[facet].most !== null)
    .map((facet) => ({
      text: `${facetNames[facet]}: ${rangeText(facets[facet])}`,
      without: { ...facets, [facet]: noFacets[facet] }
    }))
  return [
    ...values,
    ...ranges,
    ...(facets.since === null
      ? []
      : [{ text: `Released since ${facets.since}`, without: { ...facets, since: null } }]),
    ...(facets.speed === 0
      ? []
      : [{ text: `At least ${facets.speed} tok/s`, without: { ...facets, speed: 0 } }])
  ]
}
