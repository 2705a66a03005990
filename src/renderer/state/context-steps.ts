const k = 1024

/** Powers of two and the halves between them: fine enough to find a limit, few enough to step by key. */
const ladder = Array.from({ length: 14 }, (_, i) => 2 ** (11 + i)).flatMap((n) => [n, (n / 2) * 3])

/** The longest context the list offers. */
export const longestListContext = 1024 * k

/**
 * Stops of the context slider, in tokens, from 2k to `limit`. The limit itself is always a stop, so that a documented
 * context off the ladder (40,960) can be chosen exactly; a limit below 2k is the only stop.
 */
export function contextSteps(limit: number): readonly number[] {
  const below = ladder.filter((n) => n < limit)
  return [...below, limit]
}

/** Index of the stop nearest to `tokens` from below, or the first one. */
export function stepIndex(steps: readonly number[], tokens: number): number {
  const above = steps.findIndex((step) => step > tokens)
  return above === -1 ? steps.length - 1 : Math.max(0, above - 1)
}

/** The next stop up or down from `tokens`, staying inside the slider. */
export function neighbour(steps: readonly number[], tokens: number, direction: 1 | -1): number {
  const next = direction === 1 ? steps.find((step) => step > tokens) : steps.findLast((step) => step < tokens)
  return next ?? tokens
}
