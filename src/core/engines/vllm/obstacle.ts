import { context, grouped, inGib } from '../../format.ts'
import { bytes } from '../../quantity.ts'
import type { Obstacle } from '../shared/account.ts'
import type { VllmResolved } from './resolve.ts'

/** The share of one GPU. All null: a layout without limits. */
export interface RankRoom {
  readonly name: string
  readonly total: number | null
  readonly free: number | null
  /** utilization x total */
  readonly requested: number | null
  readonly context: number
  /** What the share holds besides the cache. */
  readonly held: number
  /** What is left for the cache; negative: nothing. */
  readonly cache: number | null
}

/** Two decimals, rounded down: a share that is named must be possible. */
const shareDown = (n: number): number => Math.floor(n * 100) / 100
const shareUp = (n: number): number => Math.ceil(n * 100) / 100

/** vLLM refuses to start where less is free than its share. */
export function notStarted(
  ranks: readonly { readonly room: RankRoom }[],
  { kvCacheMemoryBytes }: VllmResolved
): Obstacle | null {
  for (const { room } of ranks) {
    const { name, total, free, requested, context: driver, held, cache } = room
    if (total === null || free === null || requested === null) continue
    const wanted = (kvCacheMemoryBytes === 'auto' ? requested : held + (cache ?? 0)) + driver
    if (wanted <= free) continue
    const possible = shareDown((free - driver) / total)
    return {
      sentence: `vLLM does not start: ${name} has ${inGib(bytes(free))} free, and its share and the driver's context take ${inGib(bytes(wanted))}.`,
      short: { device: name, bytes: bytes(wanted - free) },
      advice:
        possible > 0 ? [`Set gpuMemoryUtilization to ${possible} or less.`] : ['Free memory on this GPU.']
    }
  }
  return null
}

/** More blocks are asked for than the share has room for: vLLM would run out of memory while it makes the pool. */
export function tooManyBlocks(
  ranks: readonly { readonly room: RankRoom; readonly blockBytes: number }[],
  { numGpuBlocksOverride: asked }: VllmResolved
): Obstacle | null {
  if (asked === 'auto') return null
  for (const { room, blockBytes } of ranks) {
    if (room.cache === null || asked * blockBytes <= room.cache) continue
    const most = Math.max(0, Math.floor(room.cache / blockBytes))
    return {
      sentence: `${grouped(asked)} blocks take ${inGib(bytes(asked * blockBytes))} of cache, ${inGib(bytes(Math.max(0, room.cache)))} are left on ${room.name}.`,
      short: { device: room.name, bytes: bytes(Math.ceil(asked * blockBytes - room.cache)) },
      advice: most > 0 ? [`Set numGpuBlocksOverride to ${grouped(most)} or less.`] : []
    }
  }
  return null
}

/** The pool does not hold one request of full length: which rank binds, by how much, and what would help. */
export function tooLittle({
  ranks,
  settings,
  needed,
  blocks,
  longest,
  length
}: {
  readonly ranks: readonly { readonly room: RankRoom; readonly blockBytes: number }[]
  readonly settings: VllmResolved
  readonly needed: number
  readonly blocks: number
  readonly longest: number | null
  readonly length: number
}): Obstacle {
  const lack = (rank: { readonly room: RankRoom; readonly blockBytes: number }): number =>
    needed * rank.blockBytes - (rank.room.cache ?? blocks * rank.blockBytes)
  const [worst] = [...ranks].sort((a, b) => lack(b) - lack(a))
  const room = worst?.room
  const short = Math.max(1, worst ? lack(worst) : 1)
  const request = bytes(needed * (worst?.blockBytes ?? 0))
  const left = room?.cache ?? 0
  const sentence =
    left <= 0
      ? `Too large for vLLM's share of ${room?.name ?? 'the GPU'}: weights and buffers take ${inGib(bytes(room?.held ?? 0))} of ${inGib(bytes(room?.requested ?? 0))}, and a request of ${context(length)} needs ${inGib(request)} of cache.`
      : `One request of ${context(length)} needs ${inGib(request)} of cache, ${inGib(bytes(left))} are left on ${room?.name ?? 'the GPU'}.`
  return {
    sentence,
    short: { device: room?.name ?? 'GPU', bytes: bytes(Math.ceil(short)) },
    advice: advice(room, settings, short, longest)
  }
}

function advice(
  room: RankRoom | undefined,
  settings: VllmResolved,
  short: number,
  longest: number | null
): string[] {
  const advice: string[] = []
  if (longest !== null) advice.push(`Set maxModelLen to ${grouped(longest)} or less.`)
  if (room && room.total !== null && room.requested !== null && settings.kvCacheMemoryBytes === 'auto') {
    const share = shareUp((room.requested + short) / room.total)
    const possible = share * room.total + room.context <= (room.free ?? 0)
    if (possible && share <= 1) advice.push(`Raise gpuMemoryUtilization to ${share}.`)
  }
  if (settings.maxNumSeqs > 64) advice.push('Lower maxNumSeqs: the peak of activations grows with it.')
  if (settings.kvCacheDtype === 'auto') advice.push('Set kvCacheDtype to fp8: half the cache for each token.')
  advice.push('Spread it over more GPUs with tensorParallel, or take a format with fewer bits.')
  return advice
}
