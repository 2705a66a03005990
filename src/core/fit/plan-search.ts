import type { EngineSettings } from '../engine/settings.ts'
import { type Trial, computeOn, fits, keptOver, tryFilled, tryPlacement } from '../placement/fill.ts'
import { measured } from '../placement/measured.ts'
import type { MemoryRoom } from '../placement/room.ts'
import { contextBetween, type Stack } from '../placement/stack.ts'
import { type Toll, tollOf } from './toll.ts'

/** What is left to RAM and CPU, from nothing to everything. */
export const offloads = ['none', 'experts', 'layers', 'all'] as const
export type Offload = (typeof offloads)[number]

/**
 * The fastest placement on a machine that fits and leaves at most `deepest` to the CPU: everything on the GPUs, else
 * the mixture of whole layers and of experts in RAM with the smallest toll. Where none fits, the one that comes
 * closest: no GPU over its line, RAM short of the least.
 *
 * What the trial is over or under the lines is measured, except where that could not make it fit: a whole placement is
 * then left as estimated, and with the purpose of choosing among several files any other one too.
 *
 * Fixed `gpuLayers` and `cpuMoeLayers` are kept. With `auto`, for each number of layers on the GPUs only the fewest
 * experts in RAM count, and those numbers fall together: one walk along that edge sees every placement that could be
 * the best, and it ends where the layers alone would cost more than the best so far.
 */
export function search(
  stack: Stack,
  room: MemoryRoom,
  engine: Pick<EngineSettings, 'gpuLayers' | 'cpuMoeLayers'>,
  toll: Toll,
  deepest: Offload = 'all',
  purpose: 'to-show' | 'to-choose' = 'to-show'
): Trial {
  const whole = byEstimates(stack, room, engine, toll, 'none')
  if (keptOver(stack, room, whole) <= 0) {
    const trial = settled(stack, room, engine, toll, 'none', purpose, whole)
    if (fits(trial) || deepest === 'none') return trial
  } else if (deepest === 'none') return whole
  const first = byEstimates(stack, room, engine, toll, deepest)
  return settled(stack, room, engine, toll, deepest, purpose, first)
}

/** What a search by estimates found `first`, measured, and searched again by what the measuring showed, until it settles. */
function settled(
  stack: Stack,
  room: MemoryRoom,
  engine: Pick<EngineSettings, 'gpuLayers' | 'cpuMoeLayers'>,
  toll: Toll,
  deepest: Offload,
  purpose: 'to-show' | 'to-choose',
  first: Trial
): Trial {
  const costOf = ({ gpuLayers, cpuMoeLayers }: Trial): number => tollOf(stack, toll, gpuLayers, cpuMoeLayers)
  const tried: Trial[] = []
  let [lines, tightest] = [room, room]
  let best: Trial | null = null
  for (let [round, careful] = [0, false]; round < mostRounds; round++) {
    const found = round === 0 ? first : byEstimates(stack, lines, engine, toll, deepest)
    if (tried.some((each) => samePlacement(each, found))) {
      if (best || careful || !fits(found)) break
      careful = true
      lines = tightest
      continue
    }
    if (deepest !== 'none' && purpose === 'to-choose' && cannotFit(stack, room, found)) return found
    const { trial, room: next } = measured(stack, room, found)
    if (deepest === 'none' && fits(trial)) return trial
    tried.push(trial)
    if (fits(trial) && (!best || costOf(trial) < costOf(best))) best = trial
    tightest = tighter(tightest, next)
    lines = careful ? tightest : next
  }
  if (deepest === 'none' && room.gpus.length > 1) {
    const parted = partedOtherwise(stack, room, searchRange(stack, room, engine))
    if (parted) return parted
  }
  return best ?? closestOf(tried, deepest) ?? first
}

/**
 * A whole placement that the estimates miss because they are off where the layers are parted: filled in order, measured,
 * and filled again by what that showed. Null when none fits.
 */
function partedOtherwise(stack: Stack, room: MemoryRoom, { most, leastMoe }: SearchRange): Trial | null {
  const seen = new Set<string>()
  for (let lines = room; ;) {
    const found = tryFilled(stack, lines, most, leastMoe)
    const split = (found.tensorSplit ?? []).join()
    if (seen.has(split) || seen.size >= mostRounds) return null
    seen.add(split)
    const { trial, room: next } = measured(stack, room, found)
    if (fits(trial)) return trial
    lines = next
  }
}

/** Of placements with all on the GPUs the one that is least over; others settle on the one that is to be shown. */
function closestOf(tried: readonly Trial[], deepest: Offload): Trial | undefined {
  const over = ({ gpuOver, ramOver }: Trial): number => Math.max(gpuOver, ramOver)
  return deepest === 'none' ? tried.toSorted((a, b) => over(a) - over(b))[0] : tried.at(-1)
}

/**
 * Measuring what was found and searching again with the error of its estimate settles in two rounds; rarely more. Two
 * placements that each look well by the error of the other would alternate for ever: from there on the search goes by
 * the larger error of each device.
 */
const mostRounds = 6

const tighter = (one: MemoryRoom, other: MemoryRoom): MemoryRoom => ({
  ...one,
  gpus: one.gpus.map((gpu, at) => ({ ...gpu, line: lower(gpu.line, other.gpus[at]?.line ?? null) })),
  host: { ...one.host, line: lower(one.host.line, other.host.line) }
})

const lower = <Line extends number>(one: Line | null, other: Line | null): Line | null =>
  one === null || other === null ? null : one < other ? one : other

/** No placement fits when RAM is short by more than any other one could save of it. */
const cannotFit = (stack: Stack, room: MemoryRoom, closest: Trial): boolean =>
  closest.gpuOver <= 0 && closest.ramOver > mostSaved(stack, room, closest)

const samePlacement = (a: Trial, b: Trial): boolean =>
  a.gpuLayers === b.gpuLayers &&
  a.cpuMoeLayers === b.cpuMoeLayers &&
  (a.tensorSplit ?? []).join() === (b.tensorSplit ?? []).join()

/** The search itself, by estimates of the compute buffers. */
function byEstimates(
  stack: Stack,
  room: MemoryRoom,
  engine: Pick<EngineSettings, 'gpuLayers' | 'cpuMoeLayers'>,
  toll: Toll,
  deepest: Offload
): Trial {
  const range = searchRange(stack, room, engine)
  const first = tryPlacement(stack, room, range.most, range.leastMoe)
  if (fits(first) || deepest === 'none') return first
  return walk(stack, room, range, leastLayers(range, deepest), toll)
}

/** The numbers of layers and of layers with experts in RAM that may be tried. */
interface SearchRange {
  readonly most: number
  readonly least: number
  readonly leastMoe: number
  readonly mostMoe: number
  /** Fewer layers than this with experts in RAM move none. */
  readonly firstMoe: number
}

function searchRange(
  stack: Stack,
  room: MemoryRoom,
  { gpuLayers, cpuMoeLayers }: Pick<EngineSettings, 'gpuLayers' | 'cpuMoeLayers'>
): SearchRange {
  const { blocks, sums } = stack
  const all = blocks + 1
  const most = room.gpus.length === 0 ? 0 : gpuLayers === 'auto' ? all : Math.min(gpuLayers, all)
  const least = gpuLayers === 'auto' ? 0 : most
  if (cpuMoeLayers !== 'auto') {
    const fixed = cpuMoeLayers === 'all' ? blocks : Math.min(cpuMoeLayers, blocks)
    return { most, least, leastMoe: fixed, mostMoe: fixed, firstMoe: fixed }
  }
  const first = sums.experts.findIndex((sum) => sum > 0)
  return { most, least, leastMoe: 0, mostMoe: first === -1 ? 0 : blocks, firstMoe: Math.max(0, first) }
}

function leastLayers({ most, least }: SearchRange, deepest: Offload): number {
  if (deepest === 'experts') return most
  return deepest === 'layers' ? Math.min(most, Math.max(least, 1)) : least
}

function walk(stack: Stack, room: MemoryRoom, range: SearchRange, least: number, toll: Toll): Trial {
  const { most, leastMoe, mostMoe } = range
  const hold = (gpuLayers: number, moe: number): boolean =>
    tryPlacement(stack, room, gpuLayers, moe).gpuOver <= 0
  const start = largest(least, most, (gpuLayers) => hold(gpuLayers, mostMoe))
  if (start === null) return tryPlacement(stack, room, least, mostMoe)
  let moe = mostMoe
  if (mostMoe > leastMoe) {
    const from = fewerExperts(range, stack, start, mostMoe + 1) < mostMoe ? range.firstMoe : mostMoe
    moe = hold(start, leastMoe) ? leastMoe : smallest(from, mostMoe, (count) => hold(start, count))
  }
  let best: Trial | null = null
  let closest: Trial | null = null
  let bestToll = Infinity
  let gain = Infinity
  for (let gpuLayers = start; gpuLayers >= least; gpuLayers--) {
    if (tollOf(stack, toll, gpuLayers, leastMoe) >= bestToll) break
    for (;;) {
      const fewer = fewerExperts(range, stack, gpuLayers, moe)
      if (fewer === moe || !hold(gpuLayers, fewer)) break
      moe = fewer
    }
    const cost = tollOf(stack, toll, gpuLayers, moe)
    if (cost >= bestToll) continue
    const trial = tryPlacement(stack, room, gpuLayers, moe)
    if (fits(trial)) {
      best = trial
      bestToll = cost
    } else if (trial.gpuOver <= 0 && trial.ramOver < (closest?.ramOver ?? Infinity)) {
      closest = trial
      if (gain === Infinity) gain = mostSaved(stack, room, trial)
    }
    if (best === null && closest !== null && trial.ramOver > gain) break
  }
  return best ?? closest ?? tryPlacement(stack, room, least, mostMoe)
}

/** The next smaller number of layers with experts in RAM that moves fewer experts; below it `leastMoe`, which moves none. */
function fewerExperts(
  { leastMoe, firstMoe }: SearchRange,
  stack: Stack,
  gpuLayers: number,
  moe: number
): number {
  const onHost = Math.min(stack.blocks, stack.blocks + 1 - gpuLayers)
  const fewer = moe - 1
  return fewer < firstMoe || fewer <= onHost ? Math.min(moe, leastMoe) : Math.max(fewer, leastMoe)
}

/**
 * What another placement could at most save of RAM. Along the edge every GPU is full up to its next layer, so the rest
 * is that layer, a second copy of a tied head, and the buffers and runtimes that some placement does without.
 */
function mostSaved(stack: Stack, room: MemoryRoom, trial: Trial): number {
  const { profile, blocks } = stack
  let layer = 0
  for (const { denseBytes, expertBytes } of profile.layers) layer = Math.max(layer, denseBytes + expertBytes)
  const step = layer + contextBetween(stack, 0, blocks) / blocks + profile.outputBytes
  const runtimes = room.gpus.reduce((sum, gpu) => sum + gpu.runtime.bytes, 0)
  return computeOn(stack, room, trial) + runtimes + (room.gpus.length + 1) * 2 * step
}

/** The largest count from `from` to `to` that satisfies a condition which all smaller ones satisfy; null when none does. */
function largest(from: number, to: number, holds: (count: number) => boolean): number | null {
  if (holds(to)) return to
  if (!holds(from)) return null
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle
  }
  return low
}

/** The smallest count from `from` to `to` that satisfies a condition which `to` and all larger ones satisfy. */
function smallest(from: number, to: number, holds: (count: number) => boolean): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return high
}
