import type { CacheType } from '../engine/settings.ts'
import type { WeightProfile } from '../memory/weight-profile.ts'
import type { GpuRoom, MemoryRoom } from '../placement/room.ts'
import { type Bytes, bytes } from '../quantity.ts'
import type { FileType } from '../quant/file-type.ts'
import type { PlanRequest } from './plan.ts'
import type { VerdictLevel } from './verdict.ts'

/** One thing that a person can change about a question: what is asked for, or the machine. */
export type Change =
  | { readonly kind: 'quant'; readonly to: FileType }
  | { readonly kind: 'cache'; readonly to: CacheType }
  | { readonly kind: 'context'; readonly to: number }
  | { readonly kind: 'parallel'; readonly to: number }
  | { readonly kind: 'ubatch'; readonly to: number }
  /** Fixed layers given up for what the planner finds: experts in RAM, or fewer layers on the GPUs. */
  | { readonly kind: 'placement'; readonly gpuLayers: number; readonly cpuMoeLayers: number }
  /** More memory: of the system, or on the GPU with the highest line. */
  | { readonly kind: 'add'; readonly device: 'RAM' | 'GPU memory'; readonly bytes: Bytes }

/** A change that was planned with and helps, with the level that it reaches. */
export type Lever = Change & { readonly reaches: VerdictLevel }

/** The question with the change made. A context is kept per sequence where sequences change. */
export function withChange(
  request: PlanRequest,
  change: Change,
  contextTokens: number,
  profileOf: (fileType: FileType) => WeightProfile
): PlanRequest {
  const engine = { ...request.engine, contextTokens }
  switch (change.kind) {
    case 'quant':
      return { ...request, engine, profile: profileOf(change.to) }
    case 'cache':
      return { ...request, engine: { ...engine, cacheType: change.to } }
    case 'context':
      return { ...request, engine: { ...engine, contextTokens: change.to } }
    case 'parallel': {
      const each = Math.floor(contextTokens / engine.parallel)
      return {
        ...request,
        engine: { ...engine, parallel: change.to, contextTokens: Math.max(1, each * change.to) }
      }
    }
    case 'ubatch':
      return { ...request, engine: { ...engine, ubatch: change.to } }
    case 'placement': {
      const { gpuLayers, cpuMoeLayers } = change
      return { ...request, engine: { ...engine, gpuLayers, cpuMoeLayers } }
    }
    case 'add':
      return { ...request, engine, room: withMore(request.room, change.device, change.bytes) }
  }
}

function withMore(room: MemoryRoom, device: 'RAM' | 'GPU memory', extra: Bytes): MemoryRoom {
  const more = (line: Bytes | null): Bytes | null => (line === null ? null : bytes(line + extra))
  if (device === 'RAM') return { ...room, host: { ...room.host, line: more(room.host.line) } }
  const largest = largestGpu(room)
  const gpus = room.gpus.map((gpu) =>
    gpu === largest ? { ...gpu, line: more(gpu.line), share: gpu.share + extra } : gpu
  )
  return { ...room, gpus }
}

/** The GPU that more memory is asked for: the one with the highest line. */
export const largestGpu = ({ gpus }: MemoryRoom): GpuRoom | undefined =>
  gpus.reduce<GpuRoom | undefined>(
    (best, gpu) => (best === undefined || (gpu.line ?? 0) > (best.line ?? 0) ? gpu : best),
    undefined
  )
