import type { ModelSpec } from '../model/model.ts'
import type { Assessment } from './assessment.ts'
import type { VerdictLevel } from './verdict.ts'

const order: readonly VerdictLevel[] = [
  'fits',
  'fits-with-offload',
  'cpu-only',
  'layout-only',
  'unknown',
  'does-not-fit',
  'not-obtainable'
]

/** What people run now, then what the article names, then the rest. */
const standing = ({ popularity, article }: ModelSpec): number =>
  popularity ?? (article ? 1000 + article.order : 2000)

/**
 * What runs first; among models that run alike those that people run now, then those the article names, then the
 * newer ones. Size alone is no merit, so it does not rank. Ties keep the catalogue's order.
 */
export function rankAssessments(assessments: readonly Assessment[]): Assessment[] {
  return [...assessments].sort(
    (a, b) =>
      order.indexOf(a.verdict.level) - order.indexOf(b.verdict.level) ||
      standing(a.model) - standing(b.model) ||
      b.model.release.localeCompare(a.model.release)
  )
}
