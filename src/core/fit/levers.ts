import type { CacheType } from '../engine/settings.ts'
import { cellPadding } from '../memory/cache-cells.ts'
import { cacheTypeDivides } from '../memory/kv-cache.ts'
import type { WeightProfile } from '../memory/weight-profile.ts'
import { mib } from '../quantity.ts'
import { type FileType, fileTypes } from '../quant/file-type.ts'
import { rowBytes } from '../quant/ggml-type.ts'
import { type Change, type Lever, withChange } from './change.ts'
import { largestThat } from './largest-that.ts'
import { fitsWhole, type Plan, type PlanRequest, leastAutoContext, levelFor, plan } from './plan.ts'
import type { VerdictLevel } from './verdict.ts'

/** More than this (4 TiB) is not an upgrade but another machine. */
const mostExtraMib = 4 * 2 ** 20

/**
 * The level that a request reaches where that is what a change is made for: to run at all, or to lie wholly on the GPUs;
 * null where it is not. No goal at all: nothing is left to wish for.
 */
type Goal = (request: PlanRequest) => VerdictLevel | null

function goalOf({ level, room }: Plan): Goal | null {
  if (level === 'does-not-fit') {
    return (request) => {
      const reached = levelFor(request)
      return reached === 'does-not-fit' ? null : reached
    }
  }
  // Which placement there is instead is not asked: that would be the longer search by far.
  if (level === 'fits-with-offload' || (level === 'cpu-only' && room.gpus.length > 0))
    return (request) => (fitsWhole(request) ? 'fits' : null)
  return null
}

/**
 * The smallest single changes that make a model run that does not, or that bring one wholly onto the GPUs that runs
 * with a part in RAM; those that cost nothing first. Each is found by planning with it, so each is true, and one step
 * less (256 tokens, one sequence, one MiB, the next better quantisation) does not do. The context stays as planned.
 * Empty for a plan that is as good as it gets.
 */
export function leversFor(
  request: PlanRequest,
  current: Plan,
  candidates: readonly FileType[],
  profileOf: (fileType: FileType) => WeightProfile
): readonly Lever[] {
  const goal = goalOf(current)
  if (goal === null) return []
  const { contextTokens } = current.settings
  const reached = (change: Change): VerdictLevel | null =>
    goal(withChange(request, change, contextTokens, profileOf))
  const first = (changes: readonly Change[]): Lever[] => {
    for (const change of changes) {
      const reaches = reached(change)
      if (reaches !== null) return [{ ...change, reaches }]
    }
    return []
  }
  const tried = new Map<number, boolean>()
  const shorter = (to: number): number => {
    const works = tried.get(to) ?? reached({ kind: 'context', to }) !== null
    tried.set(to, works)
    return works ? 1 : -1
  }
  const context =
    contextTokens <= leastAutoContext
      ? null
      : largestThat(shorter, leastAutoContext, Math.max(leastAutoContext, contextTokens - cellPadding))
  return [
    ...first(placements(request, contextTokens)),
    ...first(smallerCaches(request).map((to) => ({ kind: 'cache', to }))),
    ...(context === null ? [] : first([{ kind: 'context', to: context }])),
    ...first(downFrom(request.engine.parallel).map((to) => ({ kind: 'parallel', to }))),
    ...first(halves(request.engine.ubatch).map((to) => ({ kind: 'ubatch', to }))),
    ...first(smallerFiles(request, candidates, profileOf).map((to) => ({ kind: 'quant', to }))),
    ...more('RAM', reached),
    ...(request.room.gpus.some((gpu) => !gpu.sharesHostMemory) ? more('GPU memory', reached) : [])
  ]
}

/** Where layers were fixed: experts as the planner places them, else layers and experts. */
function placements(request: PlanRequest, contextTokens: number): Change[] {
  const { gpuLayers, cpuMoeLayers } = request.engine
  if (gpuLayers === 'auto' && cpuMoeLayers === 'auto') return []
  const free = [{ cpuMoeLayers: 'auto' }, { cpuMoeLayers: 'auto', gpuLayers: 'auto' }] as const
  return free.map((freed): Change => {
    const { settings } = plan({ ...request, engine: { ...request.engine, contextTokens, ...freed } })
    return { kind: 'placement', gpuLayers: settings.gpuLayers, cpuMoeLayers: settings.cpuMoeLayers }
  })
}

/** Cache types a person would take, from the largest to the smallest. */
const cacheSteps: readonly CacheType[] = ['f16', 'q8_0', 'q4_0']

/** Those smaller than the one in use that the model's heads can be cut into, largest first. */
export function smallerCaches({
  architecture,
  engine
}: Pick<PlanRequest, 'architecture'> & {
  readonly engine: Pick<PlanRequest['engine'], 'cacheType' | 'flashAttention'>
}): CacheType[] {
  const size = (type: CacheType): number => rowBytes(type, 32)
  return cacheSteps.filter(
    (type) =>
      size(type) < size(engine.cacheType) &&
      (type === 'f16' || engine.flashAttention) &&
      cacheTypeDivides(architecture, type)
  )
}

const downFrom = (parallel: number): number[] =>
  Array.from({ length: Math.max(0, parallel - 1) }, (_, less) => parallel - 1 - less)

/** Micro-batches below 32 save next to nothing and make reading a prompt very slow. */
const leastUbatch = 32

function halves(ubatch: number): number[] {
  const sizes: number[] = []
  for (let size = 2 ** Math.ceil(Math.log2(ubatch) - 1); size >= leastUbatch; size /= 2) sizes.push(size)
  return sizes
}

const smallerFiles = (
  { profile }: PlanRequest,
  candidates: readonly FileType[],
  profileOf: (fileType: FileType) => WeightProfile
): FileType[] =>
  fileTypes.filter((type) => candidates.includes(type) && profileOf(type).totalBytes < profile.totalBytes)

/** The least more memory that helps, to the MiB. */
function more(device: 'RAM' | 'GPU memory', reached: (change: Change) => VerdictLevel | null): Lever[] {
  const change = (extra: number): Change => ({ kind: 'add', device, bytes: mib(extra) })
  const helps = (extra: number): boolean => reached(change(extra)) !== null
  if (!helps(mostExtraMib)) return []
  let [low, high] = [0, mostExtraMib]
  // Doubling first: what is missing is mostly a few GiB.
  for (let step = 64; step < high; step *= 2) {
    if (helps(step)) high = step
    else low = step
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (helps(middle)) high = middle
    else low = middle
  }
  const found = change(high)
  const reaches = reached(found)
  return reaches === null ? [] : [{ ...found, reaches }]
}
