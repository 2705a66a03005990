import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import type { detectApart } from '../../src/host/detect-apart.ts'

export interface DetectionBench {
  /** Milliseconds until the first picture, the first with a reading from the system, and the last. */
  readonly firstPictureMs: number
  readonly firstReadingMs: number
  readonly wholeMs: number
  /** The longest time that the event loop of the caller stood still meanwhile, ms. */
  readonly longestStallMs: number
  /** The longest of five idle stretches as long, for comparison: what the machine itself does to an event loop, ms. */
  readonly idleStallMs: number
}

/** A window that misses three frames is felt to stick. */
export const mostStallMs = 50

type DetectApart = typeof detectApart

/**
 * How long detection takes on this machine, and how long it holds up whoever asks. Once to warm up, then the middle of
 * five by whole time; the stall is the longest of all five.
 */
export async function benchDetection(): Promise<DetectionBench> {
  const look = await load()
  await look()
  const runs: DetectionBench[] = []
  for (let at = 0; at < 5; at++) runs.push(await once(look))
  const middle = runs.toSorted((one, two) => one.wholeMs - two.wholeMs)[2]
  if (!middle) throw new Error('Nothing was measured.')
  return {
    ...middle,
    longestStallMs: Math.max(...runs.map((run) => run.longestStallMs)),
    idleStallMs: Math.max(...runs.map((run) => run.idleStallMs))
  }
}

/** The built program where there is one: from source, the thread first compiles what it runs. */
async function load(): Promise<DetectApart> {
  const built = join(import.meta.dirname, '../../out/node/detect-apart.js')
  const file = existsSync(built) ? pathToFileURL(built).href : '../../src/host/detect-apart.ts'
  return ((await import(file)) as { detectApart: DetectApart }).detectApart
}

async function once(look: DetectApart): Promise<DetectionBench> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  // The monitor's own timer takes a turn to begin.
  await pause(20)
  delay.reset()
  const started = performance.now()
  const times: number[] = []
  const steps: { readonly waitingFor: readonly string[] }[] = []
  await look({
    onStep: (step) => {
      times.push(performance.now() - started)
      steps.push(step)
    }
  })
  const wholeMs = performance.now() - started
  await pause(5)
  delay.disable()
  const firstReading = steps.findIndex(({ waitingFor }) => !waitingFor.includes('the system'))
  return {
    firstPictureMs: times[0] ?? Number.NaN,
    firstReadingMs: times[firstReading] ?? Number.NaN,
    wholeMs,
    longestStallMs: delay.max / 1e6,
    idleStallMs: await idle(wholeMs)
  }
}

async function idle(milliseconds: number): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await pause(20)
  delay.reset()
  await pause(milliseconds)
  delay.disable()
  return delay.max / 1e6
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })

if (process.argv[1] === import.meta.filename) {
  const figures = await benchDetection()
  for (const [name, value] of Object.entries(figures))
    console.log(`${name.padEnd(16)}${Number(value).toFixed(1)}`)
  if (figures.idleStallMs > mostStallMs / 2) {
    console.error(
      `An idle event loop stood still for ${figures.idleStallMs.toFixed(0)} ms: too busy here to judge.`
    )
  } else if (figures.longestStallMs > mostStallMs) {
    console.error(`The event loop stood still for more than ${mostStallMs} ms.`)
    process.exitCode = 1
  }
}
