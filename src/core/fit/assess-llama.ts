import type { EngineSettings, ResolvedSettings } from '../engine/settings.ts'
import { badSetting } from '../engine/settings-error.ts'
import { llamaFamily } from '../engines/llama/defaults.ts'
import { fileSize } from '../memory/file-size.ts'
import { serverCache } from '../memory/server-cache.ts'
import { fileTypesFor, profileFor } from '../memory/weights.ts'
import { isRunnable, type ModelSpec, type RunnableModel } from '../model/model.ts'
import { roomOf, unlimitedRoom } from '../placement/room.ts'
import { type SettingsError, validateSettings } from '../placement/validate-settings.ts'
import { type FileType, isFileType } from '../quant/file-type.ts'
import { valueOf } from '../reading.ts'
import { remembered } from '../remembered.ts'
import { type Result, err, ok } from '../result.ts'
import { predictSpeed } from '../speed/predict-speed.ts'
import type { Speed } from '../speed/speed.ts'
import { adviceSentence } from './advice.ts'
import type { Ask, Target } from './ask.ts'
import type { Assessment, Workload } from './assessment.ts'
import { bestQuant, type QuantChoice } from './best-quant.ts'
import { billsOf, emptyHostBill } from './bill.ts'
import { engineCommand } from './command.ts'
import { deviceNames } from './device-names.ts'
import { onFastestGpus } from './fastest-gpus.ts'
import { largestContext } from './largest-context.ts'
import { leversFor } from './levers.ts'
import { plan, type Plan, type PlanRequest, shortOfWhole } from './plan.ts'
import { quantError } from './quant-error.ts'
import { type PlacedParts, residentsOf } from './residents.ts'
import { speedInputOf } from './speed-input-of.ts'
import { runs } from './verdict.ts'
import { verdictOf } from './words.ts'

/** What is asked of llama.cpp, in its own programs, Ollama or LM Studio. */
export type LlamaAsk = Ask & { readonly engine: Partial<EngineSettings> }

const usualWorkload: Workload = { depthTokens: 0, promptTokens: 512 }

/**
 * Types that a recommendation is made from: those every publisher of quantised files offers. Q8_0 is the largest,
 * because nothing that a person would notice is gained above it and every byte is read for every token.
 */
const recommended: ReadonlySet<FileType> = new Set<FileType>([
  'Q8_0',
  'Q6_K',
  'Q5_K_M',
  'Q4_K_M',
  'IQ4_XS',
  'Q3_K_M',
  'IQ3_XXS',
  'Q2_K',
  'IQ2_M',
  'IQ2_XXS',
  'IQ1_M'
])

/** The types a recommendation for this model is made from, best first. */
export function candidatesFor(model: RunnableModel): readonly FileType[] {
  if (model.file) return []
  const offered = fileTypesFor(model.architecture, model.nativeType)
  const usual = offered.filter((type) => recommended.has(type))
  return usual.length > 0 ? usual : offered
}

/**
 * `assess` for llama.cpp alone: what the page asks, which comes without the rules of the other engines.
 *
 * The error names a setting that no engine could take; everything else, a missing reading included, is a verdict.
 */
export function assessLlama(
  model: ModelSpec,
  target: Target,
  ask: LlamaAsk
): Result<Assessment, SettingsError> {
  const machine = 'accelerators' in target ? target : null
  const { quant } = ask
  if (quant !== 'auto' && !isFileType(quant)) return err(noFileType(quant))
  const family = llamaFamily(model, machine, ask.engine)
  if (!family.ok) return family
  const { engine } = family.value
  if (!isRunnable(model)) return ok(withoutVerdict(model, engine))
  const valid = validateSettings(engine, model)
  if (!valid.ok) return valid
  // A file is taken as it stands: its types are not chosen.
  const unavailable = quant === 'auto' || model.file ? null : quantError(model, quant)
  if (unavailable !== null) return err(unavailable)

  const measured = 'accelerators' in target ? roomOf(target) : ok(unlimitedRoom(target.gpus))
  const room = measured.ok ? measured.value : unlimitedRoom(machine?.accelerators.length ?? 0)
  const request = {
    architecture: model.architecture,
    engine,
    room,
    trainedContext: model.contextTrained ?? model.contextLength,
    ramBandwidth: machine && valueOf(machine.ram.bandwidth)
  }
  const candidates = candidatesFor(model)
  const best = chooseQuant(model, request, quant, candidates)
  const { fileType, profile } = best
  const full: PlanRequest = { ...request, profile }
  const workload = ask.workload ?? usualWorkload
  const partsOf = remembered((plan: Plan): PlacedParts => residentsOf(model.architecture, plan, plan.room))
  const speedOf =
    machine &&
    remembered((plan: Plan): Speed =>
      predictSpeed(
        speedInputOf(model.architecture, { profile, plan }, partsOf(plan), plan.room, machine, workload)
      )
    )
  const fastest =
    speedOf !== null && measured.ok
      ? onFastestGpus(full, best.plan, (plan) => decodeRate(speedOf(plan)))
      : { plan: best.plan, note: null }
  const choice: QuantChoice = { ...best, plan: fastest.plan }
  const residents = partsOf(choice.plan)
  const level = measured.ok ? choice.plan.level : 'unknown'
  const usable = runs({ level })
  const speed: Speed =
    speedOf !== null && usable ? speedOf(choice.plan) : { known: false, reason: speedless(level) }
  const { tensorSplit } = choice.plan
  const settings: ResolvedSettings = { ...choice.plan.settings, ...(tensorSplit && { tensorSplit }) }
  const levers =
    ask.brief || !measured.ok
      ? []
      : leversFor(full, choice.plan, candidates, (type) => profileFor(model, type))
  const offloaded = level === 'fits-with-offload' || (level === 'cpu-only' && room.gpus.length > 0)
  const { devices, host } = billsOf(model.architecture, choice, residents, room, machine)
  return ok({
    model,
    quant: fileType,
    engine: settings,
    parameters: profile.parameters,
    weightsBytes: profile.totalBytes,
    fileBytes: model.file?.bytes ?? fileSize(profile, model.architecture).bytes,
    devices,
    host,
    verdict: verdictOf({
      level,
      model,
      settings,
      speed,
      gpus: devices.filter((bill) => bill.terms.length > 0).length,
      ...(level === 'does-not-fit' && {
        tried: { fileType, smallest: fileType === candidates.at(-1) },
        ...(choice.plan.shortBy && { short: choice.plan.shortBy })
      }),
      ...(measured.ok ? {} : { missing: measured.error.message.replace(/\.$/, '') }),
      levers,
      advice: levers.map(adviceSentence),
      ...(offloaded && !ask.onCurve && { whole: shortOfWhole(full, choice.plan) })
    }),
    speed,
    largestContext:
      measured.ok && !ask.onCurve ? largestContext(full, choice.plan, documentedLimit(model, engine)) : null,
    ...(!ask.brief && usable && { mayGrow: serverCache(model.architecture, settings) }),
    notes: [
      ...(model.file?.notes ?? []),
      ...room.notes,
      ...(fastest.note === null ? [] : [fastest.note]),
      ...family.value.notes
    ],
    command: usable ? engineCommand(model, fileType, settings, deviceNames(choice.plan, room, machine)) : null
  })
}

const noFileType = (quant: string): SettingsError =>
  badSetting(
    'quant',
    'a llama.cpp file type such as Q4_K_M, Q6_K or Q8_0',
    `quant cannot be ${quant}: llama.cpp reads GGUF file types such as Q4_K_M, Q6_K or Q8_0; other formats are for vLLM, SGLang or MLX.`
  )

function chooseQuant(
  model: RunnableModel,
  request: Omit<PlanRequest, 'profile'>,
  quant: FileType | 'auto',
  candidates: readonly FileType[]
): QuantChoice {
  const profile = (type: FileType): ReturnType<typeof profileFor> => profileFor(model, type)
  const best = quant === 'auto' ? bestQuant(candidates, request, profile) : null
  if (best) return best
  const fileType = model.file?.fileType ?? (quant === 'auto' ? 'Q8_0' : quant)
  return { fileType, profile: profile(fileType), plan: plan({ ...request, profile: profile(fileType) }) }
}

const decodeRate = (speed: Speed): number | null => (speed.known ? speed.decode.likely : null)

/** llama.cpp divides the context among the sequences: the documented length counts for each of them. */
const documentedLimit = ({ contextLength }: RunnableModel, { parallel }: EngineSettings): number | null =>
  contextLength === null ? null : contextLength * parallel

function speedless(level: string): string {
  if (level === 'layout-only') return 'A layout has no machine to be fast on.'
  return level === 'unknown' ? 'The placement is not known.' : 'It does not fit.'
}

/** A model whose weights or shape cannot be had: the catalogue's words, no figures. */
function withoutVerdict(model: ModelSpec, engine: EngineSettings): Assessment {
  const settings: ResolvedSettings = {
    ...engine,
    contextTokens: engine.contextTokens === 'auto' ? 0 : engine.contextTokens,
    gpuLayers: 0,
    cpuMoeLayers: 0
  }
  const speed: Speed = { known: false, reason: 'There are no weights to run.' }
  return {
    model,
    quant: null,
    engine: settings,
    parameters: model.parameters,
    weightsBytes: null,
    fileBytes: null,
    devices: [],
    host: emptyHostBill,
    verdict: verdictOf({ level: 'not-obtainable', model, settings, speed, gpus: 0 }),
    speed,
    largestContext: null,
    notes: [],
    command: null
  }
}
