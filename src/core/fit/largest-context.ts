import { cellPadding } from '../memory/cache-cells.ts'
import { largestThat } from './largest-that.ts'
import { type Plan, type PlanRequest, slackAt } from './plan.ts'

/** A search needs an end where the publisher documents no context: 2^20 tokens. */
export const contextWithoutLimit = 1_048_576

/**
 * The longest context, in tokens, that keeps the kind of placement that `current` has: with everything on GPUs it
 * stays there; with experts or layers in RAM more of them may move, but no deeper kind is used. At most `limit`,
 * what the publisher documents. Null when `current` itself does not fit or fits without limit.
 */
export function largestContext(request: PlanRequest, current: Plan, limit: number | null): number | null {
  if (current.level === 'does-not-fit' || current.level === 'layout-only') return null
  const most = Math.max(limit ?? contextWithoutLimit, cellPadding)
  const slack = (context: number): number => slackAt(request, context, current.offload)
  const known = current.settings.contextTokens
  return largestThat(slack, known >= most ? cellPadding : known, most)
}
