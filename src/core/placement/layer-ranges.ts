/** Blocks `from` up to, not including, `to`. */
export interface BlockRange {
  readonly from: number
  readonly to: number
}

/** Where the layers go. The host holds the first blocks, then each GPU a run of them, in order. */
export interface LayerRanges {
  readonly hostBlocks: number
  readonly gpus: readonly BlockRange[]
  /** The GPU of the output layer, null for the host. */
  readonly output: number | null
}

/**
 * llama.cpp's split of the stack over GPUs. The output layer counts as one more layer after the last block; the
 * last `gpuLayers` of these go to GPUs, and the i-th of them to the first GPU whose cumulative share exceeds
 * i / count. In 32-bit floats, as there, so that ties fall the same way.
 *
 * `split` is one share per GPU: free memory (the default), or the numbers of `--tensor-split`. No GPU: all on the host.
 * Source: llama.cpp src/llama-model.cpp, `load_tensors` (`splits`, `i_gpu_start`, `act_gpu_layers`).
 */
export function layerRanges(blocks: number, gpuLayers: number, split: readonly number[]): LayerRanges {
  const onGpus = split.length === 0 ? 0 : Math.min(gpuLayers, blocks + 1)
  const first = blocks + 1 - onGpus
  const parts = split.length > 1 ? cumulative(split) : null
  const gpus: BlockRange[] = []
  let output: number | null = null
  let start = 0
  for (let gpu = 0; gpu < split.length; gpu++) {
    const end = parts ? firstAtShare(parts[gpu] ?? 1, onGpus) : onGpus
    gpus.push({ from: Math.min(blocks, first + start), to: Math.min(blocks, first + end) })
    // The output layer is number `onGpus - 1` of those on GPUs.
    if (output === null && end > onGpus - 1 && onGpus > 0) output = gpu
    start = end
  }
  return { hostBlocks: Math.min(blocks, first), gpus, output }
}

/** The smallest i with i / count at or past `share`, as 32-bit floats compare them. */
function firstAtShare(share: number, count: number): number {
  let i = Math.min(count, Math.ceil(share * count))
  while (i > 0 && Math.fround((i - 1) / count) >= share) i--
  while (i < count && Math.fround(i / count) < share) i++
  return i
}

const known = new WeakMap<readonly number[], readonly number[]>()

/** Shares added up and scaled to 1; equal where none is larger than zero. A planner asks for one split many times. */
function cumulative(split: readonly number[]): readonly number[] {
  const before = known.get(split)
  if (before) return before
  const shares = split.some((share) => share > 0) ? split : split.map(() => 1)
  let sum = 0
  const sums = shares.map((share) => (sum = Math.fround(sum + Math.fround(share))))
  const scaled = sums.map((part) => Math.fround(part / sum))
  known.set(split, scaled)
  return scaled
}
