import type { EngineSettings, ResolvedSettings } from '../engine/settings.ts'
import type { WeightProfile } from '../memory/weight-profile.ts'
import type { Architecture } from '../model/architecture.ts'
import { type Demand, type Shortage, shortageOf } from '../placement/demand.ts'
import { type Trial, demandsIn, fits } from '../placement/fill.ts'
import { fasterSplit } from '../placement/faster-split.ts'
import { measured } from '../placement/measured.ts'
import { withFewerGpus } from '../placement/fewer-gpus.ts'
import { type Stack, stackOf } from '../placement/stack.ts'
import type { MemoryRoom } from '../placement/room.ts'
import type { BytesPerSecond } from '../quantity.ts'
import { largestThat } from './largest-that.ts'
import { type Offload, search } from './plan-search.ts'
import { type Toll, tollFor } from './toll.ts'
import type { VerdictLevel } from './verdict.ts'

/** What is to be placed, and where. */
export interface PlanRequest {
  readonly architecture: Architecture
  readonly profile: WeightProfile
  /** Checked by `validateSettings`. */
  readonly engine: EngineSettings
  readonly room: MemoryRoom
  /** Context the model was trained on, for `contextTokens: 'auto'`; null when unpublished. */
  readonly trainedContext: number | null
  /** Of system memory, to weigh bytes in RAM against layers there; absent or null: a usual one. */
  readonly ramBandwidth?: BytesPerSecond | null
}

/** Where everything goes, and whether it fits. */
export interface Plan {
  /** The GPUs it uses: those of the request, or fewer. */
  readonly room: MemoryRoom
  readonly settings: ResolvedSettings
  readonly level: VerdictLevel
  readonly offload: Offload
  /** In the order of the GPUs of `room`. */
  readonly gpus: readonly Demand[]
  readonly host: Demand
  /** Whether the compute buffers are the engine's to the byte. */
  readonly computeExact: boolean
  /** Layers per GPU for `--tensor-split`; null where llama.cpp's default split does. */
  readonly tensorSplit: readonly number[] | null
  /** For `does-not-fit`: what the closest placement lacks, and where. */
  readonly shortBy: Shortage | null
}

/** llama.cpp's `--fit` never reduces a context below this (`--fit-ctx`, common/common.h). */
export const leastAutoContext = 4096

/** A placement that was found, before its bytes are counted out. */
export interface Placement {
  readonly request: PlanRequest
  readonly stack: Stack
  readonly contextTokens: number
  readonly trial: Trial
  readonly level: VerdictLevel
}

/**
 * The fastest placement that fits, for one model, quantisation and settings: everything on GPUs; else that mixture of
 * routed experts and whole layers in RAM which costs a token the least; else all of it in RAM. A placement is called
 * fitting only when no device exceeds its line.
 */
export const plan = (request: PlanRequest): Plan => planOf(placementFor(request))

/**
 * The same without the bytes of every device. To choose by its level alone, where nothing fits the closest placement need
 * not be found.
 */
export function placementFor(request: PlanRequest, purpose: 'to-show' | 'to-choose' = 'to-show'): Placement {
  const { engine, room } = request
  const contextTokens = engine.contextTokens === 'auto' ? autoContext(request) : engine.contextTokens
  const stack = stackAt(request, contextTokens)
  const found = search(stack, room, engine, tollOfRequest(request), 'all', purpose)
  const fewer = isWhole(stack, found)
    ? null
    : (onFewer(stack, request, 'none') ?? (fits(found) ? null : onFewer(stack, request, 'all', purpose)))
  return completed(request, stack, contextTokens, fewer ?? { room, trial: found })
}

/** With the layers moved to faster GPUs where those hold them. */
function completed(
  request: PlanRequest,
  stack: Stack,
  contextTokens: number,
  { room, trial: first }: { readonly room: MemoryRoom; readonly trial: Trial }
): Placement {
  const trial = request.engine.gpuLayers === 'auto' ? fasterWhereItFits(stack, room, first) : first
  return { request: { ...request, room }, stack, contextTokens, trial, level: levelOf(stack, room, trial) }
}

/** How a model runs: what a choice among files or changes goes by. */
export const levelFor = (request: PlanRequest): VerdictLevel => placementFor(request, 'to-choose').level

/** Whether a model fits on the GPUs as a whole. */
export const fitsWhole = (request: PlanRequest): boolean => wholePlacement(request)?.level === 'fits'

/**
 * The placement with all of a model on the GPUs; null where there is none. A layout without limits is as whole as it
 * gets.
 */
export function wholePlacement(request: PlanRequest): Placement | null {
  const { engine, room } = request
  if (room.gpus.length === 0 && !isUnlimited(room)) return null
  if (room.gpus.length !== 1 || engine.contextTokens === 'auto' || isUnlimited(room)) {
    const found = placementFor(request, 'to-choose')
    return found.level === 'fits' || found.level === 'layout-only' ? found : null
  }
  const stack = stackAt(request, engine.contextTokens)
  const trial = search(stack, room, engine, tollOfRequest(request), 'none')
  return isWhole(stack, trial) ? completed(request, stack, engine.contextTokens, { room, trial }) : null
}

const isWhole = (stack: Stack, trial: Trial): boolean => fits(trial) && offloadOf(stack, trial) === 'none'

/**
 * A placement on some of the GPUs that leaves at most `deepest` to the CPU, where none was found on all of them together: a
 * pipeline of several keeps its inputs in four copies, and one GPU alone keeps one; filling the GPUs in order does not
 * leave one out that has room for a layer.
 */
function onFewer(
  stack: Stack,
  request: PlanRequest,
  deepest: Offload,
  purpose: 'to-show' | 'to-choose' = 'to-show'
): { readonly room: MemoryRoom; readonly trial: Trial } | null {
  const { room, engine } = request
  if (room.gpus.length < 2 || engine.gpuLayers !== 'auto') return null
  for (const fewer of withFewerGpus(room)) {
    const trial = search(stack, fewer, engine, tollOfRequest(request), deepest, purpose)
    if (deepest === 'none' ? isWhole(stack, trial) : fits(trial)) return { room: fewer, trial }
  }
  return null
}

export function stackAt({ architecture, profile, engine }: PlanRequest, contextTokens: number): Stack {
  return stackOf(architecture, profile, { ...engine, contextTokens })
}

/**
 * The trained context, reduced in steps of 256 as far as everything then fits on the accelerators (in RAM where there
 * are none), but not below 4,096; where it does not, 4,096. llama.cpp's rule for `--fit` with `-c` left out.
 */
function autoContext(request: PlanRequest): number {
  const trained = request.trainedContext ?? leastAutoContext
  const least = Math.min(leastAutoContext, trained)
  return (
    largestThat(
      (context) => slackAt(request, context, request.room.gpus.length > 0 ? 'none' : 'all'),
      least,
      trained
    ) ?? least
  )
}

/** Bytes to spare on the tightest device of the best placement that leaves at most `offload` to the CPU; negative: none fits. */
export function slackAt(request: PlanRequest, contextTokens: number, offload: Offload): number {
  const stack = stackAt(request, contextTokens)
  const { gpuOver, ramOver } = search(stack, request.room, request.engine, tollOfRequest(request), offload)
  const slack = -Math.max(gpuOver, ramOver)
  if (slack >= 0 || offload === 'all') return slack
  const fewer = onFewer(stack, request, offload)?.trial
  return fewer ? -Math.max(fewer.gpuOver, fewer.ramOver) : slack
}

/** What keeps a planned model from lying wholly on the GPUs: the device that binds, and by how much. Null when nothing does. */
export function shortOfWhole(request: PlanRequest, { settings }: Plan): Shortage | null {
  const stack = stackAt(request, settings.contextTokens)
  const engine = { gpuLayers: 'auto', cpuMoeLayers: 0 } as const
  const whole = search(stack, request.room, engine, tollOfRequest(request), 'none')
  return shortage(request.room, measured(stack, request.room, whole).trial)
}

function shortage(room: MemoryRoom, { gpuOver, tightest, ramOver }: Trial): Shortage | null {
  if (gpuOver > 0) return shortageOf(room, tightest, gpuOver)
  return ramOver > 0 ? shortageOf(room, -1, ramOver) : null
}

const tollOfRequest = ({ ramBandwidth }: PlanRequest): Toll => tollFor(ramBandwidth ?? null)

/** A split by hand is found by estimates, so it is measured before it is taken. */
function fasterWhereItFits(stack: Stack, room: MemoryRoom, found: Trial): Trial {
  const faster = fasterSplit(stack, room, found)
  if (faster === found) return found
  const { trial } = measured(stack, room, faster)
  return fits(trial) ? trial : found
}

/** A placement with what it puts on every device. */
export function planOf({ request: { engine, room }, stack, contextTokens, trial, level }: Placement): Plan {
  const { gpus, host, computeExact } = demandsIn(stack, room, trial)
  const { gpuLayers, cpuMoeLayers, tensorSplit } = trial
  return {
    room,
    settings: { ...engine, contextTokens, gpuLayers, cpuMoeLayers },
    level,
    offload: offloadOf(stack, trial),
    gpus,
    host,
    computeExact,
    tensorSplit,
    shortBy: shortage(room, measured(stack, room, trial).trial)
  }
}

const levels: Readonly<Record<Offload, VerdictLevel>> = {
  none: 'fits',
  experts: 'fits-with-offload',
  layers: 'fits-with-offload',
  all: 'cpu-only'
}

const isUnlimited = ({ host, gpus }: MemoryRoom): boolean =>
  host.line === null && gpus.every((gpu) => gpu.line === null)

function levelOf(stack: Stack, room: MemoryRoom, trial: Trial): VerdictLevel {
  if (isUnlimited(room)) return 'layout-only'
  return fits(trial) ? levels[offloadOf(stack, trial)] : 'does-not-fit'
}

function offloadOf(stack: Stack, { gpuLayers, cpuMoeLayers }: Trial): Offload {
  if (gpuLayers === 0) return 'all'
  if (gpuLayers <= stack.blocks) return 'layers'
  return (stack.sums.experts[Math.min(cpuMoeLayers, stack.blocks)] ?? 0) > 0 ? 'experts' : 'none'
}
