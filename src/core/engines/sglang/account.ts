import type { SglangSettings } from '../../engine/server-settings.ts'
import { badSetting, type SettingsError } from '../../engine/settings-error.ts'
import { context, grouped, inGib } from '../../format.ts'
import { totalOf } from '../../memory/term.ts'
import { bytes } from '../../quantity.ts'
import { type Result, err, ok } from '../../result.ts'
import {
  type EngineAccount,
  type EngineBill,
  type EngineQuestion,
  exactTerm,
  modelledTerm,
  type Obstacle
} from '../shared/account.ts'
import { contextError, contextLimit } from '../shared/context.ts'
import { formatObstacle } from '../shared/gpu-formats.ts'
import { cutObstacle, pipelineStages } from '../shared/rank-weights.ts'
import { hostBill, type ServerGpu, serverGpus } from '../shared/server-gpus.ts'
import { outsideTorch } from '../vllm/overhead.ts'
import { weightTerms } from '../vllm/rank.ts'
import { parallelError } from '../vllm/resolve.ts'
import { serverDefaults } from '../../engine/server-settings.ts'
import { layerKinds } from '../../model/architecture.ts'
import { type Pools, poolShape, type PoolShape, poolsOf } from './pool.ts'
import { type SglangReserve, sglangReserve } from './reserve.ts'

const mib = 2 ** 20

/**
 * SGLang's memory, per GPU: weights and cache share `mem_fraction_static` of what was free before loading, the rest is
 * for activations and graphs.
 *
 *   cache = free after weights - free before x (1 - fraction)
 *
 * python/sglang/srt/model_executor/model_runner.py, `profile_max_num_token`.
 */
export function sglangAccount(
  question: EngineQuestion<SglangSettings>
): Result<EngineAccount, SettingsError> {
  const { model, machine, settings, format } = question
  const { architecture } = model
  const wrong =
    parallelError(architecture, settings) ?? contextError(model, 'contextLength', settings.contextLength)
  if (wrong) return err(wrong)
  const found = serverGpus(machine, question.gpus, ['cuda', 'rocm'])
  const gpus = found.ok ? found.value : []
  const impossible = found.ok ? sglangObstacle(question, gpus) : found.error
  const limit = contextLimit(model)
  if (impossible !== null) {
    const length = typeof settings.contextLength === 'number' ? settings.contextLength : limit
    return ok({
      devices: [],
      host: hostBill(machine),
      contextTokens: length,
      obstacle: { sentence: impossible, advice: [] },
      largestContext: null,
      serving: null,
      notes: []
    })
  }
  const ranks = settings.tensorParallel * settings.pipelineParallel
  if (ranks > gpus.length) {
    const message = `tensorParallel x pipelineParallel cannot be ${ranks}: SGLang can use ${gpus.length} of the GPUs here.`
    return err(badSetting('tensorParallel', `at most ${gpus.length}`, message))
  }
  const used = gpus.slice(0, ranks)
  const stages = pipelineStages(architecture.layers, settings.pipelineParallel)
  const totals = used.flatMap(({ total }) => (total === null ? [] : [total]))
  const reserve = sglangReserve(
    settings,
    totals.length === 0 ? null : Math.min(...totals) / mib,
    architecture.attention.latent !== undefined,
    model.towers === undefined || settings.languageModelOnly
  )
  const shape = poolShape(architecture, settings)
  const cuts = used.map((gpu, at) => {
    const stage = stages[Math.floor(at / settings.tensorParallel)] ?? { from: 0, to: architecture.layers }
    const { tensorParallel, languageModelOnly } = settings
    const asVllm = { ...serverDefaults.vllm, tensorParallel, languageModelOnly }
    const weights = weightTerms({ ...question, settings: asVllm, format }, stage)
    return { gpu, weights, ...roomOf(gpu, totalOf(weights), ranks, reserve) }
  })
  const rooms = cuts.flatMap(({ room }) => (room === null ? [] : [room]))
  const pools = rooms.length === 0 ? null : poolsOf(Math.min(...rooms), shape, settings)
  const longest = pools && longestOf(pools, shape, limit)
  const { contextLength } = settings
  const length =
    contextLength === 'auto' ? (longest ?? limit) : contextLength === 'model' ? limit : contextLength
  const needed = requestBytes(shape, length, reserve)
  const obstacle = pools && obstacleOf(cuts, pools, shape, length, longest, reserve)
  return ok({
    devices: cuts.map((cut) => billOf(cut, pools, shape, needed, obstacle !== null, reserve, ranks)),
    host: hostBill(machine),
    contextTokens: length,
    obstacle,
    largestContext: longest,
    serving: {
      poolBytes: pools && bytes(pools.tokenBytes + pools.stateBytes),
      blockSize: settings.pageSize,
      blocks: pools && Math.floor(pools.tokens / settings.pageSize),
      cacheTokens: pools?.tokens ?? null,
      maxConcurrency: pools && concurrency(pools, shape, length),
      requestBytes: bytes(Math.ceil(needed)),
      requestParts: [
        `${grouped(length)} tokens x ${grouped(shape.fullBytes)} B`,
        ...(shape.slidingBytes > 0
          ? [
              `${grouped(Math.min(length, shape.window + reserve.chunkedPrefillSize))} tokens x ${grouped(shape.slidingBytes)} B in sliding-window layers`
            ]
          : []),
        ...(shape.stateBytes > 0 ? [`state of ${grouped(shape.stateBytes)} B`] : [])
      ]
    },
    notes: [
      `Weights and cache take ${reserve.why}.`,
      'What SGLang itself takes of RAM is not modelled.',
      ...(model.towers && !settings.languageModelOnly
        ? ['SGLang lowers the share further for models with towers; by how much is not known here.']
        : [])
    ]
  })
}

function sglangObstacle(
  { model, format, machine, settings }: EngineQuestion<SglangSettings>,
  gpus: readonly ServerGpu[]
): string | null {
  if (machine && machine.platform !== 'linux' && machine.environment !== 'wsl') {
    return 'Not possible: SGLang runs under Linux.'
  }
  if (gpus.length === 0)
    return 'Not possible: SGLang needs an NVIDIA or AMD GPU, and this machine has none that it can use.'
  const wrong = formatObstacle(format, gpus[0]?.accelerator?.device ?? null)
  if (wrong !== null) return `Not possible: ${wrong}.`
  const cut = cutObstacle(model.architecture, format, settings.tensorParallel)
  if (cut !== null) return `Not possible with tensorParallel ${settings.tensorParallel}: ${cut}.`
  return layerKinds(model.architecture).some((kind) => kind === 'csa' || kind === 'hca')
    ? 'Unknown: how SGLang lays out the compressed cache of this architecture is not modelled here.'
    : null
}

interface Cut {
  readonly gpu: ServerGpu
  readonly weights: EngineBill['terms']
  /** Left for the pools; null without limits. */
  readonly room: number | null
  /** Free before the weights are loaded. */
  readonly before: number | null
}

function roomOf(
  { free, context: driver }: ServerGpu,
  weights: number,
  ranks: number,
  { memFractionStatic }: SglangReserve
): Pick<Cut, 'room' | 'before'> {
  if (free === null) return { room: null, before: null }
  const before = Math.max(0, free - (driver?.bytes ?? 0) - outsideTorch(ranks).bytes)
  return { before, room: before * memFractionStatic - weights }
}

const requestBytes = (shape: PoolShape, length: number, { chunkedPrefillSize }: SglangReserve): number =>
  length * shape.fullBytes +
  Math.min(length, shape.window + chunkedPrefillSize) * shape.slidingBytes +
  shape.stateBytes

/** Tokens of the longest request: that of the full pool; sliding layers give back what leaves the window. */
function longestOf({ tokens, states }: Pools, shape: PoolShape, limit: number): number | null {
  if (shape.stateBytes > 0 && states < 1) return null
  const most = shape.fullBytes + shape.slidingBytes > 0 ? Math.min(tokens, limit) : limit
  return most < 1 ? null : most
}

function concurrency({ tokens, slidingTokens, states }: Pools, shape: PoolShape, length: number): number {
  const bounds = [
    ...(shape.fullBytes > 0 ? [tokens / length] : []),
    ...(shape.slidingBytes > 0 ? [slidingTokens / Math.min(length, shape.window)] : []),
    ...(shape.stateBytes > 0 ? [states] : [])
  ]
  return bounds.length === 0 ? 0 : Math.min(...bounds)
}

function obstacleOf(
  cuts: readonly Cut[],
  pools: Pools,
  shape: PoolShape,
  length: number,
  longest: number | null,
  reserve: SglangReserve
): Obstacle | null {
  if (longest !== null && length <= longest) return null
  const [worst] = [...cuts].sort((a, b) => (a.room ?? 0) - (b.room ?? 0))
  const name = worst?.gpu.name ?? 'the GPU'
  const left = worst?.room ?? 0
  const needed = requestBytes(shape, length, reserve)
  const sentence =
    left <= 0
      ? `Too large for SGLang's share of ${name}: its weights are ${inGib(bytes(totalOf(worst?.weights ?? [])))}, and weights and cache get ${inGib(bytes((worst?.before ?? 0) * reserve.memFractionStatic))}.`
      : `A request of ${context(length)} does not fit into the pool of ${grouped(pools.tokens)} tokens on ${name}.`
  return {
    sentence,
    short: { device: name, bytes: bytes(Math.max(1, Math.ceil(needed - left))) },
    advice: [
      ...(longest === null ? [] : [`Set contextLength to ${grouped(longest)} or less.`]),
      'Raise memFractionStatic, spread it over more GPUs with tensorParallel, or take a format with fewer bits.'
    ]
  }
}

function billOf(
  { gpu, weights, before }: Cut,
  pools: Pools | null,
  shape: PoolShape,
  needed: number,
  short: boolean,
  reserve: SglangReserve,
  ranks: number
): EngineBill {
  const cache =
    pools && !short
      ? [
          modelledTerm(
            'kv-cache',
            pools.tokenBytes,
            `${grouped(pools.tokens)} tokens x ${grouped(shape.fullBytes)} B${shape.slidingBytes > 0 ? ` and ${grouped(pools.slidingTokens)} x ${grouped(shape.slidingBytes)} B in sliding-window layers` : ''}`
          ),
          modelledTerm('kv-cache', pools.stateBytes, `states of ${grouped(pools.states)} requests`)
        ]
      : [exactTerm('kv-cache', needed, 'what one request of full length takes')]
  const rest =
    before === null
      ? []
      : [
          modelledTerm(
            'compute-buffer',
            before * (1 - reserve.memFractionStatic),
            'left to activations and CUDA graphs: what the static share does not take'
          ),
          outsideTorch(ranks),
          ...(gpu.context ? [gpu.context] : [])
        ]
  return {
    kind: 'gpu',
    name: gpu.name,
    terms: [...weights, ...cache, ...rest].filter((term) => term.bytes > 0),
    capacity: gpu.total,
    free: gpu.free,
    loadLine: gpu.free
  }
}
