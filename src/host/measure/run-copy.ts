import type { WorkerTask } from '../apart/worker-task.ts'

/** Places in the shared numbers: what to do, how many threads are ready, and from here the pieces each has copied. */
export const copyState = { order: 0, ready: 1, firstCount: 2 } as const
export const copyOrders = { wait: 0, copy: 1, stop: 2 } as const

/** Small enough to be counted a thousand times a second, large enough that counting costs nothing. */
export const pieceBytes = 4 * 2 ** 20

/**
 * Copies one buffer into another, piece after piece, until told to stop. A typed array's `set` is the C library's
 * memcpy. Both buffers are written first: untouched pages are one page of zeros, which any cache holds.
 */
export function runCopy({ bytes, index, signal }: Extract<WorkerTask, { kind: 'copy' }>): void {
  const shared = new Int32Array(signal)
  const from = new Uint8Array(bytes).fill(1)
  const to = new Uint8Array(bytes).fill(2)
  Atomics.add(shared, copyState.ready, 1)
  Atomics.wait(shared, copyState.order, copyOrders.wait)
  const count = copyState.firstCount + index
  for (let at = 0; Atomics.load(shared, copyState.order) === copyOrders.copy;) {
    to.set(from.subarray(at, at + pieceBytes), at)
    Atomics.add(shared, count, 1)
    at = at + 2 * pieceBytes > bytes ? 0 : at + pieceBytes
  }
}
