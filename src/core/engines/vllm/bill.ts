import { grouped } from '../../format.ts'
import type { VllmSettings } from '../../engine/server-settings.ts'
import type { Term } from '../../memory/term.ts'
import { bytes } from '../../quantity.ts'
import { type EngineBill, type EngineQuestion, exactTerm, modelledTerm } from '../shared/account.ts'
import type { Stage } from '../shared/rank-weights.ts'
import type { ServerGpu } from '../shared/server-gpus.ts'
import type { CacheGroups } from './cache-groups.ts'
import { blocksOfRequest, type RequestShape } from './capacity.ts'
import type { RankRoom } from './obstacle.ts'
import type { VllmResolved } from './resolve.ts'

/** One GPU of the group, and what it holds. */
export interface Rank {
  readonly gpu: ServerGpu
  readonly stage: Stage
  /** Everything but the cache and the driver's context. */
  readonly fixed: readonly Term[]
  /** Bytes of one block of the pool here. */
  readonly blockBytes: number
  readonly room: RankRoom
}

/** What one GPU holds: the fixed terms, the pool and the driver's context. */
export function billOf(
  { gpu, fixed, room, blockBytes: block }: Rank,
  cache: CacheGroups,
  blocks: number,
  request: RequestShape
): EngineBill {
  const pool = exactTerm(
    'kv-cache',
    blocks * block,
    `${grouped(blocks)} blocks x ${grouped(block)} B; a request of ${grouped(request.maxModelLen)} tokens holds ${requestParts(cache, request).join(' + ')}`
  )
  // The pool is what the share leaves, so it is as certain as the terms before it.
  const certain = fixed.every(({ certainty }) => certainty === 'exact')
  const terms = [
    ...fixed,
    certain ? pool : modelledTerm('kv-cache', pool.bytes, pool.why),
    ...(gpu.context ? [gpu.context] : [])
  ]
  const line = room.requested === null ? null : bytes(Math.min(room.requested + room.context, room.free ?? 0))
  return {
    kind: 'gpu',
    name: gpu.name,
    terms: terms.filter((term) => term.bytes > 0),
    capacity: gpu.total,
    free: gpu.free,
    loadLine: line
  }
}

/** `168 blocks for 16 full layers`, for each group. */
export function requestParts({ groups }: CacheGroups, request: RequestShape): readonly string[] {
  const parts = new Map<string, number>()
  for (const { spec, layers } of groups) {
    const blocks = blocksOfRequest(spec, request)
    const size = spec.kind === 'state' ? '' : ` of ${spec.block} tokens`
    const part = `${grouped(blocks)} ${blocks === 1 ? 'block' : 'blocks'}${size} for ${layers.length} layers (${spec.kind}: ${spec.what})`
    parts.set(part, (parts.get(part) ?? 0) + 1)
  }
  return [...parts].map(([part, times]) => (times === 1 ? part : `${times} x ${part}`))
}

/** What is to be said of a run, as sentences. */
export function notesOf(
  { model, format }: EngineQuestion<VllmSettings>,
  settings: VllmResolved,
  cache: CacheGroups
): string[] {
  const { groups, padding } = cache
  return [
    `vLLM takes ${Math.round(settings.gpuMemoryUtilization * 1000) / 10} % of all memory of each GPU, whatever the model needs; the driver's context comes on top.`,
    'What vLLM itself takes of RAM is not modelled.',
    ...(groups.some(({ spec }) => spec.kind === 'state') && settings.prefixCaching
      ? ['Recurrent layers hold two states for each request: prefix caching aligns them to blocks.']
      : []),
    ...(padding > 0
      ? [
          `vLLM adds ${padding} padding ${padding === 1 ? 'layer' : 'layers'} to make its cache groups equal; that part of the pool is lost.`
        ]
      : []),
    ...(model.nativeType === format.name.toLowerCase() || format.bits >= 16
      ? []
      : [
          `The published checkpoint is in ${model.nativeType ?? 'an unknown type'}: a ${format.name} one has to be found or made.`
        ])
  ]
}
