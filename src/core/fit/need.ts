import type { EngineSettings } from '../engine/settings.ts'
import type { DeviceSpec } from '../machine/device.ts'
import { simulatedMachine } from '../machine/simulated.ts'
import { bytesOf } from '../memory/term.ts'
import { fileTypesFor } from '../memory/weights.ts'
import type { RunnableModel } from '../model/model.ts'
import type { SettingsError } from '../placement/validate-settings.ts'
import type { FileType } from '../quant/file-type.ts'
import { err, ok, type Result } from '../result.ts'
import { assessLlama } from './assess-llama.ts'
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

/** How far a search has come. */
export interface NeedStep {
  /** Machines assessed so far. */
  readonly tried: number
  /** What was found so far, in the order of the answer. */
  readonly options: readonly NeedOption[]
}

/**
 * The smallest machines that carry a model with nothing else running: for each vendor the smallest device that holds
 * all of it, several smaller cards, the smallest card beside which the experts fit in RAM, and RAM alone. Every one is
 * assessed with the planner itself.
 *
 * @param ramBandwidthGBs decimal GB/s of the RAM of those machines; what depends on it is unknown without
 *
 * The error names a setting that no engine could take.
 */
export function needOf(
  model: RunnableModel,
  quant: FileType,
  engine: Partial<EngineSettings>,
  devices: readonly DeviceSpec[],
  ramBandwidthGBs?: number
): Result<Need, SettingsError> {
  const search = needSteps(model, quant, engine, devices, ramBandwidthGBs)
  for (;;) {
    const next = search.next()
    if (next.done) return next.value
  }
}

/** The search of `needOf` machine by machine, for who has other things to do in between. */
export function* needSteps(
  model: RunnableModel,
  quant: FileType,
  engine: Partial<EngineSettings>,
  devices: readonly DeviceSpec[],
  ramBandwidthGBs?: number
): Generator<NeedStep, Result<Need, SettingsError>, undefined> {
  type Tried = Result<Assessment, SettingsError>
  const options: NeedOption[] = []
  let tried = 0
  function* on(device: DeviceSpec | null, count: number, ramGib: number): Generator<NeedStep, Tried> {
    const machine = simulatedMachine({
      devices: device ? [{ spec: device, count }] : [],
      ramGib,
      ...(ramBandwidthGBs !== undefined && { ramBandwidthGBs })
    })
    const answer = assessLlama(model, machine, { quant, engine, brief: true })
    tried += 1
    yield { tried, options: [...options] }
    return answer
  }
  function* level(
    device: DeviceSpec | null,
    count: number,
    ramGib: number
  ): Generator<NeedStep, string | null> {
    const answer = yield* on(device, count, ramGib)
    return answer.ok ? answer.value.verdict.level : null
  }
  function* first(
    candidates: readonly DeviceSpec[],
    good: (device: DeviceSpec) => Generator<NeedStep, boolean>
  ): Generator<NeedStep, DeviceSpec | undefined> {
    for (const device of candidates) if (yield* good(device)) return device
    return undefined
  }
  const most = ramSizes.at(-1) ?? 0
  const whole = (count: number) =>
    function* (device: DeviceSpec): Generator<NeedStep, boolean> {
      // Weights that a card has no room for need no planner.
      if (count * (device.memoryGib ?? 0) * 2 ** 30 < weights) return false
      return (yield* level(device, count, most)) === 'fits'
    }
  /** Adds the option with the least RAM at which it still runs as it does with plenty. */
  function* add(way: NeedOption['way'], device: DeviceSpec | null, count: number): Generator<NeedStep, void> {
    const wanted = yield* level(device, count, most)
    let enough = most
    for (const size of ramSizes) {
      if ((yield* level(device, count, size)) !== wanted) continue
      enough = size
      break
    }
    const answer = yield* on(device, count, enough)
    const ownMemory = device?.kind === 'unified'
    if (answer.ok)
      options.push({ way, device, count, ramGib: ownMemory ? null : enough, assessment: answer.value })
  }

  const possible = yield* on(null, 0, 1)
  if (!possible.ok) return err(possible.error)
  const weights = weightsOnGpu(model, quant, engine)
  const sized = devices.filter(({ kind, memoryGib }) => kind !== 'integrated' && memoryGib !== null)
  const bySize = sized.toSorted(smallestThenFastest)
  const discrete = bySize.filter(({ kind }) => kind === 'discrete')
  for (const vendor of vendors) {
    const found = yield* first(
      bySize.filter((device) => device.vendor === vendor),
      whole(1)
    )
    if (found) yield* add('gpu', found, 1)
  }
  const leastSingle = Math.min(...options.map(({ device }) => device?.memoryGib ?? Infinity))
  const smaller = discrete.filter(({ memoryGib }) => (memoryGib ?? 0) < leastSingle)
  for (const count of severalCounts) {
    const found = yield* first(smaller, whole(count))
    if (found) yield* add('several-gpus', found, count)
  }
  if (model.architecture.experts) {
    const found = yield* first(discrete, function* (device) {
      return expertsInRam(yield* on(device, 1, most))
    })
    if (found) yield* add('experts-in-ram', found, 1)
  }
  if ((yield* level(null, 0, most)) === 'cpu-only') yield* add('cpu', null, 0)
  return ok({ quant, options })
}

/** Bytes of weights that GPUs hold when they hold all that goes there: the token embedding stays in RAM. */
function weightsOnGpu(model: RunnableModel, quant: FileType, engine: Partial<EngineSettings>): number {
  const layout = assessLlama(model, { gpus: 1 }, { quant, engine, brief: true })
  return layout.ok ? layout.value.devices.reduce((sum, { terms }) => sum + bytesOf(terms, 'weights'), 0) : 0
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
