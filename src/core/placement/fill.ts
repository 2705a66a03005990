import { type Demands, demandsOf } from './demand.ts'
import { computeOf } from './compute-of.ts'
import { computeEstimates, gpuKept, gpuTotal, hostKept, hostTotal, place } from './lay-out.ts'
import { type LayerRanges, layerRanges } from './layer-ranges.ts'
import type { GpuRoom, MemoryRoom } from './room.ts'
import { type Situation, situationOf } from './situation.ts'
import type { Stack } from './stack.ts'

/** A placement tried on a machine. */
export interface Trial {
  readonly gpuLayers: number
  readonly cpuMoeLayers: number
  /** Layers per GPU for `--tensor-split`, null where llama.cpp's default split does. */
  readonly tensorSplit: readonly number[] | null
  /** Bytes over the line of the GPU that is most over it; zero or less when all hold. -Infinity without limits. */
  readonly gpuOver: number
  /** Position of that GPU. */
  readonly tightest: number
  /** Bytes over the line of RAM; zero or less when it holds. -Infinity without a limit. */
  readonly ramOver: number
}

export const fits = ({ gpuOver, ramOver }: Trial): boolean => gpuOver <= 0 && ramOver <= 0

const sharesOf = new WeakMap<MemoryRoom, readonly number[]>()

/** Shares of llama.cpp's default split: free memory. */
function defaultSplit(room: MemoryRoom): readonly number[] {
  const shares = sharesOf.get(room) ?? room.gpus.map((gpu) => gpu.share)
  sharesOf.set(room, shares)
  return shares
}

/**
 * Tries `gpuLayers` and `cpuMoeLayers` on a machine: with llama.cpp's default split first, and where that overfills
 * a GPU with explicit counts, each GPU filled in order before the next. Filling in order finds a split whenever one
 * exists, since a run of layers that starts later never needs more.
 */
export function tryPlacement(stack: Stack, room: MemoryRoom, gpuLayers: number, cpuMoeLayers: number): Trial {
  const first = trySplit(stack, room, gpuLayers, cpuMoeLayers, null)
  if (first.gpuOver <= 0 || room.gpus.length < 2) return first
  const counts = fill(stack, room, gpuLayers, cpuMoeLayers)
  return counts === null ? first : trySplit(stack, room, gpuLayers, cpuMoeLayers, counts)
}

/**
 * The same filled in order whatever the estimates say, what finds no room given to the last GPU. Measuring it shows how
 * far the estimates are off where the layers would be parted.
 */
export const tryFilled = (stack: Stack, room: MemoryRoom, gpuLayers: number, cpuMoeLayers: number): Trial =>
  trySplit(stack, room, gpuLayers, cpuMoeLayers, filled(stack, room, gpuLayers, cpuMoeLayers).counts)

/** Tries one split of the layers, null for the default one. */
export function trySplit(
  stack: Stack,
  room: MemoryRoom,
  gpuLayers: number,
  cpuMoeLayers: number,
  tensorSplit: readonly number[] | null
): Trial {
  const { hostBlocks, gpus, output } = rangesOf(stack, room, { gpuLayers, tensorSplit })
  const situation = situationOf(stack, hostBlocks, cpuMoeLayers, gpus.length)
  let [gpuOver, tightest, shared] = [-Infinity, 0, 0]
  for (let at = 0; at < gpus.length; at++) {
    const gpu = room.gpus[at]
    const range = gpus[at]
    if (!gpu || !range) continue
    const held = heldBy(gpu, stack, situation, at, range.from, range.to, output === at)
    if (gpu.sharesHostMemory) shared += held
    if (gpu.line !== null && held - gpu.line > gpuOver) {
      gpuOver = held - gpu.line
      tightest = at
    }
  }
  const { line, runtime } = room.host
  const ram = hostTotal(stack, situation, output === null) + runtime.bytes + shared
  return {
    gpuLayers,
    cpuMoeLayers,
    tensorSplit,
    gpuOver,
    tightest,
    ramOver: line === null ? -Infinity : ram - line
  }
}

/** Which layers each device of a placement that was tried has. */
const rangesOf = (
  { blocks }: Stack,
  room: MemoryRoom,
  { gpuLayers, tensorSplit }: Pick<Trial, 'gpuLayers' | 'tensorSplit'>
): LayerRanges => layerRanges(blocks, gpuLayers, tensorSplit ?? defaultSplit(room))

/** What every device holds in a placement that was tried, in bytes; RAM with the GPUs that share it. */
export interface Held {
  readonly gpus: readonly number[]
  readonly ram: number
}

/** As it is, and as it was estimated. */
export function heldOn(
  stack: Stack,
  room: MemoryRoom,
  trial: Trial
): { readonly exact: Held; readonly estimate: Held } {
  const ranges = rangesOf(stack, room, trial)
  const { hostBlocks, gpus, output } = ranges
  const situation = situationOf(stack, hostBlocks, trial.cpuMoeLayers, gpus.length)
  const compute = computeOf(stack.compute, situation, ranges)
  const exact: number[] = []
  const estimate: number[] = []
  const onHost = room.host.runtime.bytes + hostKept(stack, situation, output === null)
  let [exactRam, estimateRam] = [
    onHost + compute.host,
    room.host.runtime.bytes + hostTotal(stack, situation, output === null)
  ]
  for (const [at, gpu] of room.gpus.entries()) {
    const { from, to } = gpus[at] ?? { from: 0, to: 0 }
    const head = output === at
    const kept = gpuKept(stack, situation, from, to, head) + (compute.gpus[at] ?? 0)
    // A GPU that holds nothing is not started.
    const held = kept > 0 ? kept + gpu.runtime.bytes : 0
    const guess = heldBy(gpu, stack, situation, at, from, to, head)
    if (gpu.sharesHostMemory) [exactRam, estimateRam] = [exactRam + held, estimateRam + guess]
    exact.push(held)
    estimate.push(guess)
  }
  return { exact: { gpus: exact, ram: exactRam }, estimate: { gpus: estimate, ram: estimateRam } }
}

/**
 * Bytes by which what a placement keeps (weights and context, without compute buffers) is more than all GPUs together, or
 * RAM, may hold; negative: there is room for buffers. However the layers are split, they need as much. -Infinity without
 * limits.
 */
export function keptOver(stack: Stack, room: MemoryRoom, trial: Trial): number {
  const { hostBlocks, gpus, output } = rangesOf(stack, room, trial)
  const situation = situationOf(stack, hostBlocks, trial.cpuMoeLayers, gpus.length)
  let [kept, lines] = [0, 0]
  for (const [at, gpu] of room.gpus.entries()) {
    const { from, to } = gpus[at] ?? { from: 0, to: 0 }
    kept += gpuKept(stack, situation, from, to, output === at)
    lines += gpu.line ?? Infinity
  }
  const { line, runtime } = room.host
  const onHost = hostKept(stack, situation, output === null) + runtime.bytes
  return Math.max(room.gpus.length === 0 ? -Infinity : kept - lines, onHost - (line ?? Infinity))
}

/** Estimates of the compute buffers of a placement that was tried, all devices together, in bytes. */
export const computeOn = (stack: Stack, room: MemoryRoom, trial: Trial): number =>
  computeEstimates(stack, rangesOf(stack, room, trial), trial.cpuMoeLayers)

/** What each device is asked for in a placement that was tried. */
export function demandsIn(stack: Stack, room: MemoryRoom, trial: Trial): Demands {
  return demandsOf(place(stack, rangesOf(stack, room, trial), trial.cpuMoeLayers), room)
}

/** Bytes of a run of layers on a GPU with the runtime beside them; a GPU that holds nothing is not started. */
function heldBy(
  gpu: GpuRoom,
  stack: Stack,
  situation: Situation,
  at: number,
  from: number,
  to: number,
  output: boolean
): number {
  if (from === to && !output) return 0
  return gpuTotal(stack, situation, at, from, to, output) + gpu.runtime.bytes
}

/** Layers per GPU, the output layer counted, each GPU as full as it gets; null when they do not all find room. */
function fill(stack: Stack, room: MemoryRoom, gpuLayers: number, cpuMoeLayers: number): number[] | null {
  const { counts, left } = filled(stack, room, gpuLayers, cpuMoeLayers)
  return left === 0 ? counts : null
}

/** The same, with those that find no room (`left`) on the last GPU. */
function filled(
  stack: Stack,
  room: MemoryRoom,
  gpuLayers: number,
  cpuMoeLayers: number
): { readonly counts: number[]; readonly left: number } {
  const last = stack.blocks + 1
  let next = last - Math.min(gpuLayers, last)
  const situation = situationOf(stack, Math.min(next, stack.blocks), cpuMoeLayers, room.gpus.length)
  const counts = room.gpus.map((gpu, at) => {
    const holds = (end: number): boolean => {
      const to = Math.min(stack.blocks, end)
      return gpu.line === null || heldBy(gpu, stack, situation, at, next, to, end === last) <= gpu.line
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
  const left = last - next
  counts[counts.length - 1] = (counts.at(-1) ?? 0) + left
  return { counts, left }
}
