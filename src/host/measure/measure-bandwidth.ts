import { availableParallelism, freemem } from 'node:os'
import type { BytesPerSecond } from '../../core/quantity.ts'
import type { Result } from '../../core/result.ts'
import { err, ok } from '../../core/result.ts'
import { startWorker } from '../apart/start-worker.ts'
import { copyOrders, copyState, pieceBytes } from './run-copy.ts'

export interface MeasuredBandwidth {
  /** Read and written, 2 x the bytes copied, in the best of the windows, as STREAM counts a copy. */
  readonly bandwidth: BytesPerSecond
  readonly threads: number
  /** Of all threads together. */
  readonly bufferBytes: number
}

export interface MeasureOptions {
  /** From 0 to 1, several times a second. */
  readonly onProgress?: (share: number) => void
  readonly threads?: number
  /** Bytes that may be taken; left out, a quarter of what is free. */
  readonly memory?: number
}

export interface Measurement {
  /** Never rejects; the error is a sentence. */
  readonly result: Promise<Result<MeasuredBandwidth, string>>
  readonly cancel: () => void
}

const mebibyte = 2 ** 20
/** Beyond 16, threads of a server add little and take long to start. */
const mostThreads = 16
const most = 128 * mebibyte
/** All buffers together: less would measure the caches, which hold up to a few hundred MiB on large processors. */
const least = 128 * mebibyte
const [warmUp, window, windows] = [200, 250, 4]

/** Measures how fast this machine copies memory, with one thread for each processor, in about a second and a half. */
export function measureBandwidth(options: MeasureOptions = {}): Measurement {
  const cancelled = { asked: false, wake: (): void => undefined }
  return {
    result: measure(options, cancelled).catch((error: unknown) =>
      err(`Measuring failed: ${error instanceof Error ? error.message : 'no reason was given'}.`)
    ),
    cancel: () => {
      cancelled.asked = true
      cancelled.wake()
    }
  }
}

async function measure(
  { onProgress, threads: asked, memory }: MeasureOptions,
  cancelled: { asked: boolean; wake: () => void }
): Promise<Result<MeasuredBandwidth, string>> {
  const threads = asked ?? Math.min(availableParallelism(), mostThreads)
  const budget = memory ?? freemem() / 4
  const bytes = Math.min(most, Math.floor(budget / threads / 2 / pieceBytes) * pieceBytes)
  if (bytes < pieceBytes || bytes * 2 * threads < least)
    return err('Too little RAM is free to measure with: close other programs and try again.')

  const shared = new Int32Array(new SharedArrayBuffer(4 * (copyState.firstCount + threads)))
  const failures: string[] = []
  const workers = Array.from({ length: threads }, (_, index) => {
    const worker = startWorker({ kind: 'copy', bytes, index, signal: shared.buffer })
    worker.on('error', (error) => failures.push(error instanceof Error ? error.message : 'a thread ended'))
    return worker
  })
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      cancelled.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const over = (): boolean => cancelled.asked || failures.length > 0
  const copied = (): number => {
    let pieces = 0
    for (let at = 0; at < threads; at++) pieces += Atomics.load(shared, copyState.firstCount + at) >>> 0
    return pieces * pieceBytes
  }
  try {
    const steps = windows + 2
    const waitUntil = performance.now() + 30_000
    while (!over() && Atomics.load(shared, copyState.ready) < threads) {
      if (performance.now() > waitUntil) return err('The threads that measure did not start in time.')
      await pause(10)
    }
    onProgress?.(1 / steps)
    Atomics.store(shared, copyState.order, copyOrders.copy)
    Atomics.notify(shared, copyState.order)
    if (!over()) await pause(warmUp)
    let best = 0
    for (let at = 0; at < windows && !over(); at++) {
      onProgress?.((at + 2) / steps)
      const [before, from] = [copied(), performance.now()]
      await pause(window)
      const seconds = (performance.now() - from) / 1000
      if (!over()) best = Math.max(best, (2 * (copied() - before)) / seconds)
    }
    if (cancelled.asked) return err('Measuring was cancelled.')
    const [failure] = failures
    if (failure !== undefined) return err(`Measuring failed: ${failure}.`)
    onProgress?.(1)
    return ok({ bandwidth: best as BytesPerSecond, threads, bufferBytes: bytes * 2 * threads })
  } finally {
    Atomics.store(shared, copyState.order, copyOrders.stop)
    Atomics.notify(shared, copyState.order)
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}
