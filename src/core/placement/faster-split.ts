import { type Trial, fits, trySplit } from './fill.ts'
import { layerRanges } from './layer-ranges.ts'
import type { MemoryRoom } from './room.ts'
import { between, contextBetween, type Stack } from './stack.ts'

/** A split by hand has to be worth a flag: less than this share of the GPUs' time is within the error of the model. */
const worthwhile = 0.01

/**
 * The same layers on the same GPUs, moved from slow ones to faster ones as far as those hold: llama.cpp's default
 * split goes by free memory alone. The trial itself where bandwidths are unknown or equal, or where little is gained.
 *
 * GPUs work one after the other, so every layer counts with the bandwidth of the GPU that holds it. Boundaries between
 * neighbours are pushed one at a time until none moves; with two GPUs that is the optimum.
 */
export function fasterSplit(stack: Stack, room: MemoryRoom, trial: Trial): Trial {
  const speeds = room.gpus.map(({ bandwidth }) => bandwidth ?? 0)
  const [first = 0] = speeds
  if (speeds.length < 2 || !fits(trial) || speeds.includes(0)) return trial
  if (speeds.every((speed) => speed === first)) return trial
  const shares = trial.tensorSplit ?? room.gpus.map(({ share }) => share)
  const counts = countsOf(stack, trial, shares)
  const attempt = (split: readonly number[]): Trial =>
    trySplit(stack, room, trial.gpuLayers, trial.cpuMoeLayers, split)
  for (let round = 0; round < speeds.length; round++) {
    let moved = 0
    for (let at = 0; at + 1 < counts.length; at++) {
      const faster = (speeds[at] ?? 0) >= (speeds[at + 1] ?? 0) ? at : at + 1
      moved += push(counts, faster, faster === at ? at + 1 : at, (split) => fits(attempt(split)))
    }
    if (moved === 0) break
  }
  const found = attempt(counts)
  const before = secondsPerToken(stack, trial, shares, speeds)
  const after = secondsPerToken(stack, found, counts, speeds)
  return fits(found) && after < before * (1 - worthwhile) ? found : trial
}

/** Moves as many layers to `faster` as still fit; how many it was. Changes `counts`. */
function push(
  counts: number[],
  faster: number,
  slower: number,
  holds: (counts: readonly number[]) => boolean
): number {
  const available = counts[slower] ?? 0
  const moved = (layers: number): number[] =>
    counts.map((count, at) => (at === faster ? count + layers : at === slower ? count - layers : count))
  let [low, high] = [0, available + 1]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (holds(moved(middle))) low = middle
    else high = middle
  }
  for (const [at, count] of moved(low).entries()) counts[at] = count
  return low
}

/** Layers per GPU of a split, the output layer counted. */
function countsOf({ blocks }: Stack, { gpuLayers }: Trial, split: readonly number[]): number[] {
  const { gpus, output } = layerRanges(blocks, gpuLayers, split)
  return gpus.map(({ from, to }, at) => to - from + (output === at ? 1 : 0))
}

/** Seconds in which the GPUs read what one token needs of them, the context half full. */
function secondsPerToken(
  stack: Stack,
  { gpuLayers, cpuMoeLayers }: Trial,
  split: readonly number[],
  speeds: readonly number[]
): number {
  const { gpus, output } = layerRanges(stack.blocks, gpuLayers, split)
  return gpus.reduce((sum, { from, to }, at) => {
    const moe = Math.min(Math.max(cpuMoeLayers, from), Math.max(to, from))
    const read =
      between(stack.sums.dense, from, to) +
      between(stack.sums.chosen, moe, to) +
      contextBetween(stack, from, to) / 2 +
      (output === at ? stack.profile.headBytes : 0)
    return sum + read / (speeds[at] ?? 1)
  }, 0)
}
