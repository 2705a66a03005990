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

export interface Demands {
  readonly gpus: readonly Demand[]
  readonly host: Demand
  /** Whether the compute buffers are the engine's to the byte. */
  readonly computeExact: boolean
}

export const demandTotal = (demand: Demand): number =>
  demand.weights + demand.context + demand.compute + demand.runtime

/** Adds the runtime to a GPU that does something; one that holds nothing is not started. */
export function withRuntime(share: Share, gpu: GpuRoom): Demand {
  const used = share.weights + share.context + share.compute > 0
  return { ...share, runtime: used ? gpu.runtime.bytes : noBytes }
}

export function demandsOf(layout: Layout, room: MemoryRoom): Demands {
  const gpus = room.gpus.flatMap((gpu, index) => {
    const share = layout.gpus[index]
    return share ? [withRuntime(share, gpu)] : []
  })
  return {
    gpus,
    host: { ...layout.host, runtime: room.host.runtime.bytes },
    computeExact: layout.computeExact
  }
}

/** RAM holds the host's share and that of every GPU whose memory is RAM. */
export function ramTotal({ gpus, host }: Pick<Demands, 'gpus' | 'host'>, room: MemoryRoom): number {
  const shared = gpus.reduce(
    (sum, demand, gpu) => sum + (room.gpus[gpu]?.sharesHostMemory ? demandTotal(demand) : 0),
    0
  )
  return demandTotal(host) + shared
}

/** A shortage of so many bytes on the GPU at this position. */
export const shortageOf = (room: MemoryRoom, gpu: number, over: number): Shortage => ({
  device: room.gpus[gpu]?.name ?? 'RAM',
  bytes: bytes(over)
})
