import {
  type Demands,
  demandsOf,
  excess,
  gpuShortage,
  ramShortage,
  type Shortage,
  withRuntime
} from './demand.ts'
import { gpuShare, place } from './lay-out.ts'
import { layerRanges } from './layer-ranges.ts'
import { situationOf } from './situation.ts'
import type { Stack } from './stack.ts'
import type { MemoryRoom } from './room.ts'

/** A placement tried on a machine. */
export interface Trial {
  readonly gpuLayers: number
  readonly cpuMoeLayers: number
  /** Layers per GPU for `--tensor-split`, null where llama.cpp's default split does. */
  readonly tensorSplit: readonly number[] | null
  readonly demands: Demands
  readonly gpuShort: Shortage | null
  readonly ramShort: Shortage | null
}

export const fits = (trial: Trial): boolean => trial.gpuShort === null && trial.ramShort === null

/**
 * Tries `gpuLayers` and `cpuMoeLayers` on a machine: with llama.cpp's default split first, and where that overfills
 * a GPU with explicit counts, each GPU filled in order before the next. Filling in order finds a split whenever one
 * exists, since a run of layers that starts later never needs more.
 */
export function tryPlacement(stack: Stack, room: MemoryRoom, gpuLayers: number, cpuMoeLayers: number): Trial {
  const shares = room.gpus.map((gpu) => gpu.share)
  const first = trial(stack, room, gpuLayers, cpuMoeLayers, shares, null)
  if (first.gpuShort === null || room.gpus.length < 2) return first
  const counts = fill(stack, room, gpuLayers, cpuMoeLayers)
  return counts === null ? first : trial(stack, room, gpuLayers, cpuMoeLayers, counts, counts)
}

function trial(
  stack: Stack,
  room: MemoryRoom,
  gpuLayers: number,
  cpuMoeLayers: number,
  split: readonly number[],
  tensorSplit: readonly number[] | null
): Trial {
  const demands = demandsOf(place(stack, layerRanges(stack.blocks, gpuLayers, split), cpuMoeLayers), room)
  return {
    gpuLayers,
    cpuMoeLayers,
    tensorSplit,
    demands,
    gpuShort: gpuShortage(demands, room),
    ramShort: ramShortage(demands, room)
  }
}

/** Layers per GPU, the output layer counted, each GPU as full as it gets; null when they do not all find room. */
function fill(stack: Stack, room: MemoryRoom, gpuLayers: number, cpuMoeLayers: number): number[] | null {
  const last = stack.blocks + 1
  let next = last - Math.min(gpuLayers, last)
  const situation = situationOf(stack, next, cpuMoeLayers, room.gpus.length)
  const counts = room.gpus.map((gpu, index) => {
    const holds = (end: number): boolean => {
      const range = { from: next, to: Math.min(stack.blocks, end) }
      return excess(withRuntime(gpuShare(stack, situation, index, range, end === last), gpu), gpu) <= 0
    }
    let end = next
    let high = last
    while (end < high) {
      const middle = Math.ceil((end + high) / 2)
      if (holds(middle)) end = middle
      else high = middle - 1
    }
    const count = end - next
    next = end
    return count
  })
  return next === last ? counts : null
}
