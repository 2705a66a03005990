import { type Bytes, bytes, noBytes } from '../quantity.ts'
import type { Layout, Share } from './lay-out.ts'
import type { GpuRoom, MemoryRoom } from './room.ts'

/** A share with the runtime beside it: everything a device is asked for. */
export interface Demand extends Share {
  readonly runtime: Bytes
}

/** By how much a device is asked for more than it has. */
export interface Shortage {
  /** Name of the GPU, or `RAM`. */
  readonly device: string
  readonly bytes: Bytes
}

export const demandTotal = (demand: Demand): number =>
  demand.weights + demand.context + demand.compute + demand.runtime

export interface Demands {
  readonly gpus: readonly Demand[]
  readonly host: Demand
}

/** Adds the runtime to a GPU that does something; one that holds nothing is not started. */
export function withRuntime(share: Share, gpu: GpuRoom): Demand {
  const used = share.weights + share.context + share.compute > 0
  return { ...share, runtime: used ? gpu.runtime.bytes : noBytes }
}

/** Bytes over the line of a GPU; zero or less when it fits. */
export const excess = (demand: Demand, gpu: GpuRoom): number =>
  gpu.line === null ? 0 : demandTotal(demand) - gpu.line

export function demandsOf(layout: Layout, room: MemoryRoom): Demands {
  const gpus = room.gpus.flatMap((gpu, index) => {
    const share = layout.gpus[index]
    return share ? [withRuntime(share, gpu)] : []
  })
  return { gpus, host: { ...layout.host, runtime: room.host.runtime.bytes } }
}

/** The GPU that is most over its line, null when none is. */
export function gpuShortage({ gpus }: Demands, room: MemoryRoom): Shortage | null {
  let worst: Shortage | null = null
  for (const [index, demand] of gpus.entries()) {
    const gpu = room.gpus[index]
    const over = gpu ? excess(demand, gpu) : 0
    if (gpu && over > (worst?.bytes ?? 0)) worst = { device: gpu.name, bytes: bytes(over) }
  }
  return worst
}

/** RAM holds the host's share and that of every GPU whose memory is RAM. */
export function ramTotal({ gpus, host }: Demands, room: MemoryRoom): number {
  const shared = gpus.reduce(
    (sum, demand, gpu) => sum + (room.gpus[gpu]?.sharesHostMemory ? demandTotal(demand) : 0),
    0
  )
  return demandTotal(host) + shared
}

/** What RAM is short of, null when it suffices. */
export function ramShortage(demands: Demands, room: MemoryRoom): Shortage | null {
  if (room.host.line === null) return null
  const over = ramTotal(demands, room) - room.host.line
  return over > 0 ? { device: 'RAM', bytes: bytes(over) } : null
}
