import type { GpuRoom, MemoryRoom } from './room.ts'

/** With more GPUs than this only leaving out the weakest ones is considered: 2^n choices would be too many. */
const mostTriedFully = 4

const known = new WeakMap<MemoryRoom, readonly MemoryRoom[]>()

/**
 * The same machine with some of its GPUs left out (`--device`), at least one kept; larger selections first. Of equal
 * GPUs only their number counts. Made once per room.
 */
export function withFewerGpus(room: MemoryRoom): readonly MemoryRoom[] {
  const before = known.get(room)
  if (before) return before
  const rooms = selections(room.gpus).map((gpus): MemoryRoom => ({ ...room, gpus }))
  known.set(room, rooms)
  return rooms
}

function selections(gpus: readonly GpuRoom[]): GpuRoom[][] {
  const chosen = gpus.length > mostTriedFully ? strongestFirst(gpus) : everySelection(gpus)
  const seen = new Set<string>()
  return chosen
    .filter(({ length }) => length > 0 && length < gpus.length)
    .sort((a, b) => b.length - a.length)
    .filter((selection) => {
      const key = selection.map(kindOf).join()
      return !seen.has(key) && seen.add(key)
    })
}

const everySelection = (gpus: readonly GpuRoom[]): GpuRoom[][] =>
  Array.from({ length: 2 ** gpus.length }, (_, bits) => gpus.filter((_gpu, at) => (bits >> at) % 2 === 1))

/** The n strongest for every n, in the order of the machine. */
function strongestFirst(gpus: readonly GpuRoom[]): GpuRoom[][] {
  const strength = (gpu: GpuRoom): number => gpu.bandwidth ?? 0
  const order = [...gpus].sort((a, b) => strength(b) - strength(a) || (b.line ?? 0) - (a.line ?? 0))
  return order.map((_, count) => gpus.filter((gpu) => order.indexOf(gpu) < count))
}

const kindOf = ({ name, line, share, bandwidth, sharesHostMemory, runtime }: GpuRoom): string =>
  [name, line, share, bandwidth, sharesHostMemory, runtime.bytes].join('/')
