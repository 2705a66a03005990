import type { VllmSettings } from '../../engine/server-settings.ts'
import { badSetting, type SettingsError } from '../../engine/settings-error.ts'
import type { DeviceSpec } from '../../machine/device.ts'
import { totalOf } from '../../memory/term.ts'
import type { Bytes } from '../../quantity.ts'
import { type Result, err, ok } from '../../result.ts'
import type { EngineAccount, EngineQuestion } from '../shared/account.ts'
import { contextLimit, contextError } from '../shared/context.ts'
import { pipelineStages } from '../shared/rank-weights.ts'
import { hostBill, serverGpus, type ServerGpu } from '../shared/server-gpus.ts'
import { cacheGroups, type CacheGroups } from './cache-groups.ts'
import { cacheSpecs } from './cache-spec.ts'
import { blockBytes, blocksPerRequest, capacityOf, longestRequest, type RequestShape } from './capacity.ts'
import { notStarted, type RankRoom, tooLittle, tooManyBlocks } from './obstacle.ts'
import { activationTerm, asBytes, graphsTerm, outsideTorch } from './overhead.ts'
import { weightTerms } from './rank.ts'
import { releaseRules } from './release.ts'
import { parallelError, resolveVllm, type VllmResolved } from './resolve.ts'
import { billOf, notesOf, type Rank, requestParts } from './bill.ts'
import { vllmBackends, vllmObstacle } from './support.ts'

/**
 * vLLM's memory (V1 engine), per GPU:
 *
 *   cache = utilization x total - weights - peak activation - outside torch [- graphs since v0.21]
 *
 * cut into blocks of one pool, the least of all ranks (vllm/v1/worker/gpu_worker.py, `determine_available_memory`).
 * The driver's context is not part of the share. Errors name a setting that the model or the machine rules out.
 */
export function vllmAccount(question: EngineQuestion<VllmSettings>): Result<EngineAccount, SettingsError> {
  const { model, machine, settings } = question
  const { architecture } = model
  const wrong =
    parallelError(architecture, settings) ?? contextError(model, 'maxModelLen', settings.maxModelLen)
  if (wrong) return err(wrong)
  const found = serverGpus(machine, question.gpus, vllmBackends)
  const ranks = settings.tensorParallel * settings.pipelineParallel
  const gpus = found.ok ? found.value : []
  const impossible = found.ok ? vllmObstacle(question, gpus) : found.error
  if (impossible !== null) return ok(nowhere(question, impossible))
  if (ranks > gpus.length) {
    const allowed = `at most ${gpus.length} ${gpus.length === 1 ? 'GPU' : 'GPUs'}`
    return err(
      badSetting(
        'tensorParallel',
        allowed,
        `tensorParallel x pipelineParallel cannot be ${ranks}: there ${gpus.length === 1 ? 'is one GPU' : `are ${gpus.length} GPUs`} that vLLM can use.`
      )
    )
  }
  const cache = cacheGroups(cacheSpecs(architecture, settings))
  if (!cache.ok) return ok(nowhere(question, `vLLM cannot run it: ${cache.error}.`))
  return ok(laidOut(question, gpus.slice(0, ranks), cache.value))
}

/** An account that ends before any memory is asked for. */
function nowhere(
  { model, machine, settings }: EngineQuestion<VllmSettings>,
  sentence: string
): EngineAccount {
  const length = typeof settings.maxModelLen === 'number' ? settings.maxModelLen : contextLimit(model)
  return {
    devices: [],
    host: hostBill(machine),
    contextTokens: length,
    obstacle: { sentence, advice: [] },
    largestContext: null,
    serving: null,
    notes: []
  }
}

function laidOut(
  question: EngineQuestion<VllmSettings>,
  gpus: readonly ServerGpu[],
  cache: CacheGroups
): EngineAccount {
  const { model, settings: asked, machine } = question
  const { architecture } = model
  const settings = resolveVllm(asked, smallest(gpus))
  const rules = releaseRules(settings.version)
  const specs = cacheSpecs(architecture, settings)
  const stages = pipelineStages(architecture.layers, settings.pipelineParallel)
  const ranks = gpus.map((gpu, at): Rank => {
    const stage = stages[Math.floor(at / settings.tensorParallel)] ?? { from: 0, to: architecture.layers }
    const graphs = graphsTerm(settings, rules.graphsFromShare)
    const fixed = [
      ...weightTerms(question, stage),
      activationTerm(architecture, settings),
      outsideTorch(gpus.length),
      graphs
    ].filter((term) => term.bytes > 0)
    const held = totalOf(fixed) - (rules.graphsFromShare ? 0 : graphs.bytes)
    return {
      gpu,
      stage,
      fixed,
      blockBytes: blockBytes(cache, specs, stage, architecture.layers),
      room: roomOf(gpu, settings, held)
    }
  })

  const limit = contextLimit(model)
  const shape = (maxModelLen: number): RequestShape => ({ ...settings, maxModelLen })
  const blocks = blocksOf(ranks, settings)
  const longest = blocks === null ? null : longestRequest(cache, blocks, shape(limit), limit)
  const length = lengthOf(settings, limit, longest)
  const request = shape(length)
  const needed = blocksPerRequest(cache, request)
  const obstacle =
    notStarted(ranks, settings) ??
    tooManyBlocks(ranks, settings) ??
    (blocks !== null && needed > blocks
      ? tooLittle({ ranks, settings, needed, blocks, longest, length })
      : null)
  const capacity = blocks === null ? null : capacityOf(cache, blocks, request)
  const [firstRank] = ranks
  return {
    devices: ranks.map((rank) => billOf(rank, cache, obstacle || blocks === null ? needed : blocks, request)),
    host: hostBill(machine),
    contextTokens: length,
    obstacle,
    largestContext: longest,
    serving: {
      poolBytes: blocks === null ? null : asBytes(blocks * (firstRank?.blockBytes ?? 0)),
      blockSize: capacity?.blockSize ?? null,
      blocks,
      cacheTokens: capacity && (rules.tokensByConcurrency ? capacity.tokens : capacity.tokensBefore20),
      maxConcurrency: capacity?.maxConcurrency ?? null,
      requestBytes: asBytes(needed * (firstRank?.blockBytes ?? 0)),
      requestParts: requestParts(cache, request)
    },
    notes: notesOf(question, settings, cache)
  }
}

/** The GPU with the least memory decides the defaults. */
function smallest(gpus: readonly ServerGpu[]): { total: Bytes | null; device: DeviceSpec | null } {
  const least = gpus.reduce<ServerGpu | null>(
    (small, gpu) => (small && (small.total ?? 0) <= (gpu.total ?? 0) ? small : gpu),
    null
  )
  return { total: least?.total ?? null, device: least?.accelerator?.device ?? null }
}

/** The share of one GPU, and what is left of it for the cache. */
function roomOf(gpu: ServerGpu, settings: VllmResolved, held: number): RankRoom {
  const { gpuMemoryUtilization, kvCacheMemoryBytes } = settings
  if (gpu.total === null) {
    const given = kvCacheMemoryBytes === 'auto' ? null : kvCacheMemoryBytes
    return { name: gpu.name, total: null, free: null, requested: null, context: 0, held, cache: given }
  }
  const requested = Math.floor(gpuMemoryUtilization * gpu.total)
  const cache = kvCacheMemoryBytes === 'auto' ? requested - held : kvCacheMemoryBytes
  const context = gpu.context?.bytes ?? 0
  return { name: gpu.name, total: gpu.total, free: gpu.free ?? gpu.total, requested, context, held, cache }
}

/** `num_blocks`: the least of all ranks; null without limits. */
function blocksOf(ranks: readonly Rank[], { numGpuBlocksOverride }: VllmResolved): number | null {
  if (numGpuBlocksOverride !== 'auto') return numGpuBlocksOverride
  const each = ranks
    .filter((rank) => rank.blockBytes > 0)
    .map(({ room, blockBytes: block }) =>
      room.cache === null ? null : Math.max(0, Math.floor(room.cache / block))
    )
  const known = each.filter((blocks) => blocks !== null)
  return known.length === 0 ? null : Math.min(...known)
}

function lengthOf({ maxModelLen }: VllmSettings, limit: number, longest: number | null): number {
  if (maxModelLen === 'auto') return longest ?? limit
  return maxModelLen === 'model' ? limit : maxModelLen
}
