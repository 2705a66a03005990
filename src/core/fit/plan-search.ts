import type { EngineSettings } from '../engine/settings.ts'
import { type Trial, fits, tryPlacement } from '../placement/fill.ts'
import { contextBetween, type Stack } from '../placement/stack.ts'
import type { MemoryRoom } from '../placement/room.ts'

/** What is left to RAM and CPU, from nothing to everything. */
export const offloads = ['none', 'experts', 'layers', 'all'] as const
export type Offload = (typeof offloads)[number]

/**
 * The best placement on a machine that leaves at most `deepest` to the CPU: the first that fits, in the order of the
 * plan; where none does, the one that comes closest (no GPU over its line, RAM short of the least).
 *
 * Fixed `gpuLayers` and `cpuMoeLayers` are kept; `auto` is searched by bisection, because moving one more layer or one
 * more layer's experts off the GPUs never needs more of them, and never less RAM.
 */
export function search(
  stack: Stack,
  room: MemoryRoom,
  engine: EngineSettings,
  deepest: Offload = 'all'
): Trial {
  const range = searchRange(stack, room, engine)
  const depth = offloads.indexOf(deepest)
  const first = tryPlacement(stack, room, range.most, range.leastMoe)
  if (fits(first) || depth === 0) return first
  const direct = byOrder(stack, room, range, depth, first)
  if (fits(direct) || direct.gpuShort !== null || depth < offloads.indexOf('layers')) return direct
  if (!direct.ramShort || direct.ramShort.bytes > scanGain(stack, room, direct)) return direct
  return byScan(stack, room, range) ?? direct
}

/** The numbers of layers and of layers with experts in RAM that may be tried. */
interface SearchRange {
  readonly most: number
  readonly least: number
  readonly leastMoe: number
  readonly mostMoe: number
}

function searchRange(stack: Stack, room: MemoryRoom, engine: EngineSettings): SearchRange {
  const all = stack.blocks + 1
  const { gpuLayers, cpuMoeLayers } = engine
  const most = room.gpus.length === 0 ? 0 : gpuLayers === 'auto' ? all : Math.min(gpuLayers, all)
  const fixed = cpuMoeLayers === 'all' ? stack.blocks : cpuMoeLayers
  const routed = (stack.sums.experts[stack.blocks] ?? 0) > 0
  return {
    most,
    least: gpuLayers === 'auto' ? 0 : most,
    leastMoe: fixed === 'auto' ? 0 : Math.min(fixed, stack.blocks),
    mostMoe: fixed === 'auto' ? (routed ? stack.blocks : 0) : Math.min(fixed, stack.blocks)
  }
}

/** Routed experts to RAM first, as few layers as possible; then whole layers, as few as possible. */
function byOrder(stack: Stack, room: MemoryRoom, range: SearchRange, depth: number, first: Trial): Trial {
  if (first.gpuShort === null) return first
  const { most, least, leastMoe, mostMoe } = range
  const gpusHold = (gpuLayers: number, moe: number): boolean =>
    tryPlacement(stack, room, gpuLayers, moe).gpuShort === null
  if (mostMoe > leastMoe) {
    const layers = smallest(Math.max(firstWithExperts(stack), leastMoe), mostMoe, (moe) =>
      gpusHold(most, moe)
    )
    if (layers !== null) return tryPlacement(stack, room, most, layers)
  }
  if (depth < offloads.indexOf('layers') || most === least) return tryPlacement(stack, room, most, mostMoe)
  const off = smallest(0, most - least, (count) => gpusHold(most - count, mostMoe)) ?? most - least
  return off === most
    ? tryPlacement(stack, room, 0, leastMoe)
    : tryPlacement(stack, room, most - off, mostMoe)
}

/**
 * The last few hundred megabytes: one whole layer more or less on a GPU, none at all where GPU and CPU share their
 * memory, or the copies of a pipeline of GPUs (which experts in RAM switch off) can fit where the order above leaves
 * RAM a little short.
 */
function byScan(
  stack: Stack,
  room: MemoryRoom,
  { most, least, leastMoe, mostMoe }: SearchRange
): Trial | null {
  const firstExperts = Math.min(Math.max(leastMoe, firstWithExperts(stack)), mostMoe)
  for (let gpuLayers = most; gpuLayers >= least; gpuLayers--) {
    const attempt = (moe: number): Trial => tryPlacement(stack, room, gpuLayers, moe)
    const moved = smallest(firstExperts, mostMoe, (moe) => attempt(moe).gpuShort === null)
    const trial = [leastMoe, moved ?? leastMoe].map(attempt).find(fits)
    if (trial) return trial
  }
  return null
}

/** The smallest number of layers that have any routed experts among them; more than all where there are none. */
function firstWithExperts({ sums: { experts }, blocks }: Stack): number {
  const first = experts.findIndex((sum) => sum > 0)
  return first === -1 ? blocks + 1 : first
}

/**
 * What another placement could at most save of RAM. In the order above every GPU is full up to its next layer, so the
 * rest is that layer, a second copy of a tied head, and the buffers and runtimes that some placement does without.
 */
function scanGain(stack: Stack, room: MemoryRoom, { demands }: Trial): number {
  const { profile, blocks } = stack
  const largest = profile.layers.reduce(
    (most, layer) => Math.max(most, layer.denseBytes + layer.expertBytes),
    0
  )
  const step = largest + contextBetween(stack, 0, blocks) / blocks + profile.outputBytes
  const spare = room.gpus.reduce((sum, gpu) => sum + gpu.runtime.bytes, Number(demands.host.compute))
  return demands.gpus.reduce((sum, gpu) => sum + gpu.compute, spare) + (room.gpus.length + 1) * 2 * step
}

/** The smallest count from `from` to `to` that satisfies a condition which stays satisfied; null when none does. */
function smallest(from: number, to: number, holds: (count: number) => boolean): number | null {
  if (!holds(to)) return null
  let low = from
  let high = to
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return high
}
