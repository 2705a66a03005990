import type { Browser, Page } from 'playwright-core'

interface TraceEvent {
  readonly name: string
  readonly ts: number
  readonly dur?: number
  /** Of the processor, where the trace has it: what other programs take is not in it. */
  readonly tdur?: number
  readonly pid: number
  readonly tid: number
}

const from = 'step'
const to = 'painted'

/**
 * What `act` kept the page's main thread busy with, in milliseconds for each pair of marks `step` and `painted` that it
 * leaves: the tasks between them, from Chromium's trace. Waiting for the next frame is not among them.
 */
export async function busyBetween(
  browser: Browser,
  page: Page,
  act: () => Promise<unknown>
): Promise<number[]> {
  await browser.startTracing(page, {
    categories: ['blink.user_timing', 'disabled-by-default-devtools.timeline']
  })
  await act()
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const events = trace.traceEvents.toSorted((a, b) => a.ts - b.ts)
  const times: number[] = []
  let start: TraceEvent | null = null
  for (const event of events) {
    if (event.name === from) start = event
    else if (event.name === to && start) {
      times.push(busy(events, start, event.ts) / 1000)
      start = null
    }
  }
  return times
}

/** Microseconds of tasks on the thread of `start` from then until `end`. */
function busy(events: readonly TraceEvent[], { ts, pid, tid }: TraceEvent, end: number): number {
  return events
    .filter((event) => event.name === 'RunTask' && event.pid === pid && event.tid === tid)
    .reduce((sum, task) => {
      const { ts: began, dur = 0, tdur = dur } = task
      const overlap = Math.min(end, began + dur) - Math.max(ts, began)
      return overlap <= 0 ? sum : sum + (overlap / dur) * tdur
    }, 0)
}
