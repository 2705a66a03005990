import type { EngineSettings, ResolvedSettings } from '../engine/settings.ts'
import type { WeightProfile } from '../memory/weight-profile.ts'
import type { Architecture } from '../model/architecture.ts'
import { type Demand, type Shortage, shortageOf } from '../placement/demand.ts'
import { type Trial, demandsIn, fits } from '../placement/fill.ts'
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
  readonly settings: ResolvedSettings
  readonly level: VerdictLevel
  readonly offload: Offload
  /** In the order of the room's GPUs. */
  readonly gpus: readonly Demand[]
  readonly host: Demand
  /** Layers per GPU for `--tensor-split`; null where llama.cpp's default split does. */
  readonly tensorSplit: readonly number[] | null
  /** For `does-not-fit`: what the closest placement lacks, and where. */
  readonly shortBy: Shortage | null
}

/** llama.cpp's `--fit` never reduces a context below this (`--fit-ctx`, common/common.h). */
export const leastAutoContext = 4096

/**
 * The fastest placement that fits, for one model, quantisation and settings: everything on GPUs; else that mixture of
 * routed experts and whole layers in RAM which costs a token the least; else all of it in RAM. A placement is called
 * fitting only when no device exceeds its line.
 */
export function plan(request: PlanRequest): Plan {
  const { engine } = request
  const contextTokens = engine.contextTokens === 'auto' ? autoContext(request) : engine.contextTokens
  const stack = stackAt(request, contextTokens)
  const found = search(stack, request.room, engine, tollOfRequest(request))
  return planOf(request, stack, contextTokens, found)
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
  return -Math.max(gpuOver, ramOver)
}

const tollOfRequest = ({ ramBandwidth }: PlanRequest): Toll => tollFor(ramBandwidth ?? null)

function planOf({ engine, room }: PlanRequest, stack: Stack, contextTokens: number, trial: Trial): Plan {
  const unlimited = room.host.line === null && room.gpus.every((gpu) => gpu.line === null)
  const offload = offloadOf(stack, trial)
  const { gpus, host } = demandsIn(stack, room, trial)
  const { gpuOver, ramOver, tightest, gpuLayers, cpuMoeLayers, tensorSplit } = trial
  return {
    settings: { ...engine, contextTokens, gpuLayers, cpuMoeLayers },
    level: unlimited ? 'layout-only' : fits(trial) ? levelOf[offload] : 'does-not-fit',
    offload,
    gpus,
    host,
    tensorSplit,
    shortBy:
      gpuOver > 0 ? shortageOf(room, tightest, gpuOver) : ramOver > 0 ? shortageOf(room, -1, ramOver) : null
  }
}

const levelOf: Readonly<Record<Offload, VerdictLevel>> = {
  none: 'fits',
  experts: 'fits-with-offload',
  layers: 'fits-with-offload',
  all: 'cpu-only'
}

function offloadOf(stack: Stack, { gpuLayers, cpuMoeLayers }: Trial): Offload {
  if (gpuLayers === 0) return 'all'
  if (gpuLayers <= stack.blocks) return 'layers'
  return (stack.sums.experts[Math.min(cpuMoeLayers, stack.blocks)] ?? 0) > 0 ? 'experts' : 'none'
}
