import { heldOn, type Trial } from './fill.ts'
import type { MemoryRoom } from './room.ts'
import type { Stack } from './stack.ts'

/** A trial with the bytes it really asks for, and by how much each device was estimated too low. */
export interface Measured {
  readonly trial: Trial
  /** The same room with every line moved by the error of the estimate: what a further search should go by. */
  readonly room: MemoryRoom
}

/**
 * Measures a placement that a search found by estimates. `searched` is the room it was found in; the lines of `room`
 * are the machine's.
 */
export function measured(stack: Stack, room: MemoryRoom, found: Trial): Measured {
  const { exact, estimate } = heldOn(stack, room, found)
  let [gpuOver, tightest] = [-Infinity, 0]
  const gpus = room.gpus.map((gpu, at) => {
    const held = exact.gpus[at] ?? 0
    if (gpu.line !== null && held - gpu.line > gpuOver) {
      gpuOver = held - gpu.line
      tightest = at
    }
    return { ...gpu, line: moved(gpu.line, held - (estimate.gpus[at] ?? 0)) }
  })
  const { line } = room.host
  return {
    trial: { ...found, gpuOver, tightest, ramOver: line === null ? -Infinity : exact.ram - line },
    room: { ...room, gpus, host: { ...room.host, line: moved(line, exact.ram - estimate.ram) } }
  }
}

const moved = <Line extends number>(line: Line | null, by: number): Line | null =>
  line === null ? null : ((line - by) as Line)
