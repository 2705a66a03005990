import type { EngineSettings } from '../engine/settings.ts'
import type { DeviceSpec } from '../machine/device.ts'
import { simulatedMachine } from '../machine/simulated.ts'
import { fileTypesFor } from '../memory/weights.ts'
import type { RunnableModel } from '../model/model.ts'
import type { SettingsError } from '../placement/validate-settings.ts'
import type { FileType } from '../quant/file-type.ts'
import { err, ok, type Result } from '../result.ts'
import { assess } from './assess.ts'
import { type Assessment, isLlama } from './assessment.ts'

/** One machine that carries the model, and nothing smaller of its kind does. */
export interface NeedOption {
  /** How it runs there: all of it on GPUs, experts in RAM, or on the CPU alone. */
  readonly way: 'gpu' | 'several-gpus' | 'experts-in-ram' | 'cpu'
  /** Null for a machine without a GPU. */
  readonly device: DeviceSpec | null
  readonly count: number
  /** GiB of RAM, in the sizes that memory is sold in; null where the device brings its own. */
  readonly ramGib: number | null
  readonly assessment: Assessment
}

export interface Need {
  readonly quant: FileType
  readonly options: readonly NeedOption[]
}

/** GiB that memory modules add up to. */
export const ramSizes = [
  4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096
]
const vendors = ['nvidia', 'amd', 'intel', 'apple', 'other'] as const
const severalCounts = [2, 4, 8] as const

/** The usual file of a model: Q4_K_M, or the one that its makers published in four bits. */
export function usualQuant({ architecture, nativeType }: RunnableModel): FileType {
  const offered = fileTypesFor(architecture, nativeType)
  const [first = 'Q8_0'] = offered
  return first === 'MXFP4' ? first : (offered.find((type) => type === 'Q4_K_M') ?? first)
}

/**
 * The smallest machines that carry a model with nothing else running: for each vendor the smallest device that holds
 * all of it, several smaller cards, the smallest card beside which the experts fit in RAM, and RAM alone. Every one is
 * assessed with the planner itself.
 *
 * The error names a setting that no engine could take.
 */
export function needOf(
  model: RunnableModel,
  quant: FileType,
  engine: Partial<EngineSettings>,
  devices: readonly DeviceSpec[]
): Result<Need, SettingsError> {
  const on = (device: DeviceSpec | null, count: number, ramGib: number): Result<Assessment, SettingsError> =>
    assess(model, simulatedMachine({ devices: device ? [{ spec: device, count }] : [], ramGib }), {
      quant,
      engine,
      brief: true
    })
  const tried = on(null, 0, 1)
  if (!tried.ok) return err(tried.error)
  const level = (device: DeviceSpec | null, count: number, ramGib: number): string | null => {
    const answer = on(device, count, ramGib)
    return answer.ok ? answer.value.verdict.level : null
  }
  const most = ramSizes.at(-1) ?? 0
  /** The option with the least RAM at which it still runs as it does with plenty. */
  const option = (way: NeedOption['way'], device: DeviceSpec | null, count: number): NeedOption[] => {
    const wanted = level(device, count, most)
    const ramGib = ramSizes.find((size) => level(device, count, size) === wanted) ?? most
    const answer = on(device, count, ramGib)
    const ownMemory = device?.kind === 'unified'
    return answer.ok
      ? [{ way, device, count, ramGib: ownMemory ? null : ramGib, assessment: answer.value }]
      : []
  }

  const sized = devices.filter(({ kind, memoryGib }) => kind !== 'integrated' && memoryGib !== null)
  const bySize = sized.toSorted(smallestThenFastest)
  const discrete = bySize.filter(({ kind }) => kind === 'discrete')
  const whole = (device: DeviceSpec, count: number): boolean => level(device, count, most) === 'fits'

  const single = vendors.flatMap((vendor) => {
    const found = bySize.find((device) => device.vendor === vendor && whole(device, 1))
    return found ? option('gpu', found, 1) : []
  })
  const leastSingle = Math.min(...single.map(({ device }) => device?.memoryGib ?? Infinity))
  const several = severalCounts.flatMap((count) => {
    const found = discrete.find((device) => (device.memoryGib ?? 0) < leastSingle && whole(device, count))
    return found ? option('several-gpus', found, count) : []
  })
  const experts = model.architecture.experts
    ? discrete.find((device) => expertsInRam(on(device, 1, most)))
    : undefined
  const cpu = level(null, 0, most) === 'cpu-only' ? option('cpu', null, 0) : []
  return ok({
    quant,
    options: [...single, ...several, ...(experts ? option('experts-in-ram', experts, 1) : []), ...cpu]
  })
}

function expertsInRam(answer: Result<Assessment, SettingsError>): boolean {
  if (!answer.ok) return false
  const { verdict, engine, model } = answer.value
  return (
    verdict.level === 'fits-with-offload' &&
    isLlama(engine) &&
    engine.gpuLayers > (model.architecture?.layers ?? Infinity)
  )
}

/** Of one size the card that reads its memory fastest is the one to name. */
const smallestThenFastest = (a: DeviceSpec, b: DeviceSpec): number =>
  (a.memoryGib ?? 0) - (b.memoryGib ?? 0) || (b.bandwidthGBs ?? 0) - (a.bandwidthGBs ?? 0)
