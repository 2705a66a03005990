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

/**
 * What runs first, and among models that run alike the newer one: size alone is no merit, so it does not rank.
 * Ties keep the catalogue's order.
 */
export function rankAssessments(assessments: readonly Assessment[]): Assessment[] {
  return [...assessments].sort(
    (a, b) =>
      order.indexOf(a.verdict.level) - order.indexOf(b.verdict.level) ||
      b.model.release.localeCompare(a.model.release)
  )
}
