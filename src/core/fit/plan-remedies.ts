import { type FileType, fileTypes } from '../quant/file-type.ts'
import type { WeightProfile } from '../memory/weight-profile.ts'
import type { Bytes } from '../quantity.ts'
import { bytes, gib } from '../quantity.ts'
import type { MemoryRoom } from '../placement/room.ts'
import { largestThat } from './largest-that.ts'
import { type Plan, type PlanRequest, leastAutoContext, plan } from './plan.ts'
import { cellPadding } from '../memory/cache-cells.ts'

/** One change that makes a model run that does not. The words for it are made elsewhere. */
export type Remedy =
  | { readonly change: 'cache-type'; readonly cacheType: 'q8_0'; readonly plan: Plan }
  | { readonly change: 'context'; readonly contextTokens: number; readonly plan: Plan }
  | { readonly change: 'file-type'; readonly fileType: FileType; readonly plan: Plan }
  /** At least this much more memory, in whole GiB, of the kind named. */
  | { readonly change: 'memory'; readonly device: 'RAM' | 'GPU'; readonly more: Bytes; readonly plan: Plan }

/** More than this is not an upgrade but another machine. */
const mostExtraGib = 4096

/**
 * The smallest single changes that make a plan fit that does not, those that cost nothing first: a q8_0 cache, a
 * shorter context, a smaller quantisation among `candidates`, more RAM, more memory on the largest GPU. Each is tried
 * with the planner itself, so each is true. Empty for a plan that fits.
 */
export function remedies(
  request: PlanRequest,
  current: Plan,
  fileType: FileType | null,
  candidates: readonly FileType[],
  profileOf: (fileType: FileType) => WeightProfile
): readonly Remedy[] {
  if (current.level !== 'does-not-fit') return []
  return [
    ...cacheRemedy(request),
    ...contextRemedy(request, current),
    ...fileTypeRemedy(request, fileType, candidates, profileOf),
    ...memoryRemedy(request, current, 'RAM'),
    ...memoryRemedy(request, current, 'GPU')
  ]
}

const runs = ({ level }: Plan): boolean => level !== 'does-not-fit'

function cacheRemedy(request: PlanRequest): Remedy[] {
  const { cacheType, flashAttention } = request.engine
  if (!flashAttention || !['f32', 'f16', 'bf16'].includes(cacheType)) return []
  const changed = plan({ ...request, engine: { ...request.engine, cacheType: 'q8_0' } })
  return runs(changed) ? [{ change: 'cache-type', cacheType: 'q8_0', plan: changed }] : []
}

function contextRemedy(request: PlanRequest, current: Plan): Remedy[] {
  const at = (contextTokens: number): Plan =>
    plan({ ...request, engine: { ...request.engine, contextTokens } })
  const now = current.settings.contextTokens
  const least = Math.min(leastAutoContext, now)
  const found =
    now <= least ? null : largestThat((context) => (runs(at(context)) ? 1 : -1), least, now - cellPadding)
  return found === null ? [] : [{ change: 'context', contextTokens: found, plan: at(found) }]
}

function fileTypeRemedy(
  request: PlanRequest,
  fileType: FileType | null,
  candidates: readonly FileType[],
  profileOf: (fileType: FileType) => WeightProfile
): Remedy[] {
  const smaller = fileTypes.filter((type) => candidates.includes(type)).filter((type) => type !== fileType)
  for (const type of smaller) {
    const profile = profileOf(type)
    if (profile.totalBytes >= request.profile.totalBytes) continue
    const changed = plan({ ...request, profile })
    if (runs(changed)) return [{ change: 'file-type', fileType: type, plan: changed }]
  }
  return []
}

function memoryRemedy(request: PlanRequest, current: Plan, device: 'RAM' | 'GPU'): Remedy[] {
  if (device === 'GPU' && request.room.gpus.every((gpu) => gpu.sharesHostMemory)) return []
  const at = (extra: number): Plan => plan({ ...request, room: withMore(request.room, device, gib(extra)) })
  if (!runs(at(mostExtraGib))) return []
  // What the bill shows as missing is what is asked for: another placement may do with a layer less, and would
  // contradict the figure beside it.
  const missing = current.shortBy?.device === device ? current.shortBy.bytes / gib(1) : 0
  let low = Math.max(0, Math.ceil(missing) - 1)
  let high = mostExtraGib
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (runs(at(middle))) high = middle
    else low = middle
  }
  return [{ change: 'memory', device, more: gib(high), plan: at(high) }]
}

function withMore(room: MemoryRoom, device: 'RAM' | 'GPU', extra: Bytes): MemoryRoom {
  if (device === 'RAM') {
    const { host } = room
    return { ...room, host: { ...host, line: host.line === null ? null : bytes(host.line + extra) } }
  }
  const largest = room.gpus.reduce(
    (best, gpu, index) => ((gpu.line ?? 0) > (room.gpus[best]?.line ?? 0) ? index : best),
    0
  )
  const gpus = room.gpus.map((gpu, index) =>
    index === largest && gpu.line !== null
      ? { ...gpu, line: bytes(gpu.line + extra), share: gpu.share + extra }
      : gpu
  )
  return { ...room, gpus }
}
