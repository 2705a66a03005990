/** Fetches a part of the page before somebody opens it. Where it cannot be had, opening it says so. */
export const fetchAhead = (part: () => Promise<unknown>): void => void part().catch(() => undefined)

/** Long enough for the first look to be drawn, short enough for whoever presses Enter at once, in milliseconds. */
const longestWaitMs = 1000

/** Runs `work` when the page has nothing better to do; the returned function takes it back. */
export function whenIdle(work: () => void): () => void {
  // Safari has no such callback.
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(work, longestWaitMs)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(work, { timeout: longestWaitMs })
  return () => cancelIdleCallback(handle)
}
