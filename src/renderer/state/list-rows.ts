import type { Choices, Filter } from './choices.ts'
import { activeFacets, type ActiveFacet } from './facet-names.ts'
import { type Facets, passes } from './facets.ts'
import { arrange, filters } from './list-order.ts'
import type { Row } from './list-row.ts'
import type { ListAssessments } from './use-list-assessments.ts'

/** Every model that has an answer, in the chosen order, with its latest one. */
export function sortedRows(list: ListAssessments, sort: Choices['sort']): readonly Row[] {
  return arrange(list.assessments, 'all', sort).map((before) => {
    const assessment = list.latest.get(before.model.slug)
    return { model: before.model, assessment: assessment ?? before, stale: assessment === undefined }
  })
}

/** The matches of a search in their order; those not worked out yet say so. */
export function foundRows(list: ListAssessments, models: readonly Row['model'][]): readonly Row[] {
  const before = new Map(list.assessments.map((assessment) => [assessment.model.slug, assessment]))
  return models.map((model) => {
    const assessment = list.latest.get(model.slug)
    const older = before.get(model.slug) ?? null
    return { model, assessment: assessment ?? older, stale: assessment === undefined && older !== null }
  })
}

/** Whether a row passes a chip. A chip that asks for the answer passes no row without one. */
const passesChip = (chip: Filter, { assessment }: Row): boolean =>
  chip === 'all' || (assessment !== null && filters[chip](assessment))

export const withChip = (rows: readonly Row[], chip: Filter): readonly Row[] =>
  chip === 'all' ? rows : rows.filter((row) => passesChip(chip, row))

export const withFacets = (rows: readonly Row[], facets: Facets): readonly Row[] =>
  rows.filter((row) => passes(facets, row))

/** The one filter without which most rows would be there, and how many; null where dropping one brings nothing. */
export function worstFilter(
  rows: readonly Row[],
  facets: Facets
): (ActiveFacet & { readonly brings: number }) | null {
  const [worst] = activeFacets(facets)
    .map((facet) => ({ ...facet, brings: withFacets(rows, facet.without).length }))
    .sort((a, b) => b.brings - a.brings)
  return worst && worst.brings > 0 ? worst : null
}
