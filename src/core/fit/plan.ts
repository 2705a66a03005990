import type { EngineSettings, ResolvedSettings } from '../engine/settings.ts'
import { cellPadding } from '../memory/cache-cells.ts'
import type { WeightProfile } from '../memory/weight-profile.ts'
import type { Architecture } from '../model/architecture.ts'
import type { Demand, Shortage } from '../placement/demand.ts'
import { type Trial, fits } from '../placement/fill.ts'
import { type Stack, stackOf } from '../placement/stack.ts'
import type { MemoryRoom } from '../placement/room.ts'
import { type Offload, search } from './plan-search.ts'
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
 * The fastest placement that fits, for one model, quantisation and settings: everything on GPUs; else routed experts
 * of as few layers as possible in RAM; else as few whole layers as possible; else all of it in RAM. A placement is
 * called fitting only when no device exceeds its line.
 */
export function plan(request: PlanRequest): Plan {
  const { engine } = request
  const contextTokens = engine.contextTokens === 'auto' ? autoContext(request) : engine.contextTokens
  const stack = stackAt(request, contextTokens)
  const found = search(stack, request.room, engine)
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
      (context) => reaches(request, context, request.room.gpus.length > 0 ? 'none' : 'all'),
      least,
      trained
    ) ?? least
  )
}

/** Whether a placement that leaves no more than `offload` to the CPU fits at this context. */
export function reaches(request: PlanRequest, contextTokens: number, offload: Offload): boolean {
  return fits(search(stackAt(request, contextTokens), request.room, request.engine, offload))
}

/** The largest context from `least` to `most` in padded steps that satisfies `holds`; null when `least` does not. */
export function largestThat(holds: (context: number) => boolean, least: number, most: number): number | null {
  if (!holds(least)) return null
  if (holds(most)) return most
  let low = Math.floor(least / cellPadding)
  let high = Math.ceil(most / cellPadding)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle * cellPadding)) low = middle
    else high = middle
  }
  return Math.max(least, low * cellPadding)
}

function planOf({ engine, room }: PlanRequest, stack: Stack, contextTokens: number, trial: Trial): Plan {
  const unlimited = room.host.line === null && room.gpus.every((gpu) => gpu.line === null)
  const offload = offloadOf(stack, trial)
  return {
    settings: { ...engine, contextTokens, gpuLayers: trial.gpuLayers, cpuMoeLayers: trial.cpuMoeLayers },
    level: unlimited ? 'layout-only' : fits(trial) ? levelOf[offload] : 'does-not-fit',
    offload,
    gpus: trial.demands.gpus,
    host: trial.demands.host,
    tensorSplit: trial.tensorSplit,
    shortBy: trial.gpuShort ?? trial.ramShort
  }
}

const levelOf: Readonly<Record<Offload, VerdictLevel>> = {
  none: 'fits',
  experts: 'fits-with-offload',
  layers: 'fits-with-offload',
  all: 'cpu-only'
}

function offloadOf(stack: Stack, { gpuLayers, cpuMoeLayers, demands }: Trial): Offload {
  if (gpuLayers === 0 || demands.gpus.length === 0) return 'all'
  if (gpuLayers <= stack.blocks) return 'layers'
  return (stack.sums.experts[Math.min(cpuMoeLayers, stack.blocks)] ?? 0) > 0 ? 'experts' : 'none'
}
