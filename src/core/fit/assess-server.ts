import { engineTitles } from '../engine/names.ts'
import { readServerSettings, type ServerAsk } from '../engine/read-settings.ts'
import type { ServerSettings } from '../engine/server-settings.ts'
import type { SettingsError } from '../engine/settings-error.ts'
import { formatsFor, namedFormat, serverAccount } from '../engines/server.ts'
import { serverCommand } from '../engines/server-command.ts'
import type { EngineAccount } from '../engines/shared/account.ts'
import { checkpointBytes } from '../engines/shared/rank-weights.ts'
import { profileOf } from '../memory/weights.ts'
import type { Machine } from '../machine/machine.ts'
import { isRunnable, type ModelSpec, type RunnableModel } from '../model/model.ts'
import type { CheckpointFormat } from '../quant/formats/checkpoint-format.ts'
import { bytes } from '../quantity.ts'
import { type Result, err, ok } from '../result.ts'
import type { Assessment, ServerEngine } from './assessment.ts'
import { emptyHostBill } from './bill.ts'
import type { Verdict } from './verdict.ts'
import { verdictOf } from './words.ts'

/** What `assess` is asked of an engine with an accounting of its own. */
export interface ServerQuestion {
  readonly machine: Machine | null
  /** Equal GPUs without limit, where there is no machine. */
  readonly gpus: number
  /** `auto`: the first of the usual formats that fits. */
  readonly quant: string
  readonly engine: ServerAsk
}

interface Choice {
  readonly format: CheckpointFormat
  readonly account: EngineAccount
}

/** The assessment of a model under vLLM, SGLang or MLX: the same shape as for llama.cpp, from that engine's accounting. */
export function assessServer(model: ModelSpec, question: ServerQuestion): Result<Assessment, SettingsError> {
  const read = readServerSettings(question.engine)
  if (!read.ok) return read
  const settings = read.value
  const named = question.quant === 'auto' ? null : namedFormat(settings.name, question.quant)
  if (named && !named.ok) return named
  if (!isRunnable(model)) return ok(withoutWeights(model, settings))
  const formats = named ? [named.value] : formatsFor(settings.name, model)
  const chosen = choose(model, question, settings, formats)
  return chosen.ok ? ok(assessmentOf(model, question, settings, chosen.value)) : chosen
}

/** The first format that runs, else the last that was tried. Settings that are wrong for every format are an error. */
function choose(
  model: RunnableModel,
  { machine, gpus }: ServerQuestion,
  settings: ServerSettings,
  formats: readonly CheckpointFormat[]
): Result<Choice, SettingsError> {
  let last: Choice | null = null
  for (const format of formats) {
    const account = serverAccount({ model, format, settings, machine, gpus })
    if (!account.ok) return account
    last = { format, account: account.value }
    if (account.value.obstacle === null) break
  }
  if (last) return ok(last)
  return err({
    kind: 'bad-setting',
    field: 'quant',
    allowed: 'a named format',
    message: `quant: no format of this model is known for ${engineTitles[settings.name]}; name one.`
  })
}

function assessmentOf(
  model: RunnableModel,
  { machine }: ServerQuestion,
  settings: ServerSettings,
  { format, account }: Choice
): Assessment {
  const { architecture, towers } = model
  const weights = checkpointBytes(architecture, format)
  const towerBytes = ((towers?.vision ?? 0) + (towers?.audio ?? 0)) * 2
  const title = engineTitles[settings.name]
  const usable = account.obstacle === null && machine !== null
  return {
    model,
    quant: format.name,
    engine: resolved(settings, account.contextTokens),
    // Counted from the same tensors for every format; the profile is made once per model.
    parameters: profileOf(architecture, 'BF16').parameters,
    weightsBytes: bytes(weights),
    fileBytes: bytes(weights + towerBytes),
    devices: account.devices,
    host: account.host,
    verdict: verdict(account, machine, title),
    speed: {
      known: false,
      reason: usable ? `How fast ${title} is is not modelled.` : 'It does not run, or there is no machine.'
    },
    largestContext: account.largestContext,
    notes: account.notes,
    command: usable ? serverCommand(model, format, settings, account.contextTokens) : null,
    ...(account.serving && { serving: account.serving })
  }
}

function verdict({ obstacle, devices }: EngineAccount, machine: Machine | null, title: string): Verdict {
  if (obstacle) {
    const unknown = obstacle.sentence.startsWith('Unknown') || obstacle.sentence.includes(' is unknown')
    return {
      level: unknown ? 'unknown' : 'does-not-fit',
      word: unknown ? 'Unknown' : obstacle.short ? 'Too large' : 'Not possible',
      sentence: obstacle.sentence,
      ...(obstacle.short && { short: obstacle.short }),
      advice: obstacle.advice
    }
  }
  if (machine === null) {
    const sentence = 'A layout without limits: name a machine to get a verdict.'
    return { level: 'layout-only', word: 'Layout only', sentence, advice: [] }
  }
  const where = devices.length > 1 ? `${devices.length} GPUs` : 'the GPU'
  const sentence = `Runs entirely on ${where} under ${title}; how fast is unknown.`
  return { level: 'fits', word: 'Fits', sentence, advice: [] }
}

/** The settings actually used, with the common names that every engine's answer has. */
function resolved(settings: ServerSettings, contextTokens: number): ServerEngine {
  switch (settings.name) {
    case 'vllm':
      return { ...settings, maxModelLen: contextTokens, contextTokens }
    case 'sglang':
      return { ...settings, contextLength: contextTokens, contextTokens }
    case 'mlx':
      return { ...settings, contextTokens }
  }
}

function withoutWeights(model: ModelSpec, settings: ServerSettings): Assessment {
  const speed = { known: false, reason: 'There are no weights to run.' } as const
  return {
    model,
    quant: null,
    engine: resolved(settings, 0),
    parameters: model.parameters,
    weightsBytes: null,
    fileBytes: null,
    devices: [],
    host: emptyHostBill,
    verdict: verdictOf({
      level: 'not-obtainable',
      model,
      settings: { gpuLayers: 0, cpuMoeLayers: 0 },
      speed,
      gpus: 0
    }),
    speed,
    largestContext: null,
    notes: [],
    command: null
  }
}
