import { cellPadding } from '../memory/cache-cells.ts'

/**
 * The largest context from `least` to `most`, in padded steps, at which something still has room; null when `least`
 * has none. `slack` answers with the bytes to spare, negative when there are none left; it never grows with the
 * context.
 *
 * Memory is linear in the cells between the points where a window or a buffer saturates, so a line through the ends of
 * the bracket mostly hits the step itself: four or five questions instead of twelve. Where it does not halve the
 * bracket, the next question does.
 */
export function largestThat(slack: (context: number) => number, least: number, most: number): number | null {
  let above = slack(most)
  if (above >= 0) return most
  let below = slack(least)
  if (below < 0) return null
  let low = Math.floor(least / cellPadding)
  let high = Math.ceil(most / cellPadding)
  let halve = false
  while (high - low > 1) {
    const line = low + Math.floor(((high - low) * below) / (below - above))
    const guess = halve || Number.isNaN(line) ? (low + high) >> 1 : line
    const at = Math.min(high - 1, Math.max(low + 1, guess))
    const size = high - low
    const spare = slack(at * cellPadding)
    if (spare >= 0) {
      low = at
      below = spare
    } else {
      high = at
      above = spare
    }
    halve = !halve && (high - low) * 2 > size
  }
  return Math.max(least, low * cellPadding)
}
