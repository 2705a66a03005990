import { type Result, err, ok } from '../result.ts'
import { allowedBy, keeps } from './field-rules.ts'
import { type EngineName, engineNames, engineTitles, isServerEngine, type ServerEngineName } from './names.ts'
import { serverDefaults, serverRules, type ServerSettings } from './server-settings.ts'
import { badSetting, type SettingsError } from './settings-error.ts'

/** Settings of a server engine as a request gives them; what is left out takes the engine's default. */
export interface ServerAsk {
  readonly name: ServerEngineName
  readonly [setting: string]: string | number | boolean | undefined
}

/** The settings of the engines that run llama.cpp: what each lets a person choose. */
const llamaFields = {
  'llama.cpp': [
    'contextTokens',
    'ubatch',
    'parallel',
    'kvUnified',
    'cacheType',
    'flashAttention',
    'swaFull',
    'gpuLayers',
    'cpuMoeLayers',
    'backend'
  ],
  // num_ctx, num_batch, OLLAMA_NUM_PARALLEL, OLLAMA_KV_CACHE_TYPE, OLLAMA_FLASH_ATTENTION, num_gpu.
  ollama: ['contextTokens', 'ubatch', 'parallel', 'cacheType', 'flashAttention', 'gpuLayers', 'backend'],
  'lm-studio': [
    'contextTokens',
    'ubatch',
    'parallel',
    'kvUnified',
    'cacheType',
    'flashAttention',
    'gpuLayers',
    'cpuMoeLayers',
    'backend'
  ]
} as const

/** The name under which a server engine knows the context; `contextTokens` is accepted for all of them. */
const contextField: Readonly<Record<ServerEngineName, string>> = {
  vllm: 'maxModelLen',
  sglang: 'contextLength',
  mlx: 'contextTokens'
}

/** Every setting that an engine takes, in the order of its documentation. */
export const fieldsOf = (name: EngineName): readonly string[] =>
  isServerEngine(name)
    ? [...new Set(['contextTokens', ...Object.keys(serverRules[name])])]
    : llamaFields[name]

/** The first setting that this engine does not have, as an error that names the engines which do; null when none. */
export function foreignSetting(name: EngineName, fields: readonly string[]): SettingsError | null {
  const own = fieldsOf(name)
  const foreign = fields.find((field) => field !== 'name' && !own.includes(field))
  if (foreign === undefined) return null
  const owners = engineNames.filter((other) => fieldsOf(other).includes(foreign))
  const belongs =
    owners.length === 0
      ? 'no engine here has it'
      : `it belongs to ${owners.map((owner) => engineTitles[owner]).join(', ')}`
  const allowed = own.join(', ')
  return badSetting(
    foreign,
    allowed,
    `${foreign} is not a setting of ${engineTitles[name]}: ${belongs}. ${engineTitles[name]} takes ${allowed}.`
  )
}

/**
 * The settings of a server engine with its defaults filled in, or the first that it could not take: a setting of
 * another engine, a value out of range, the context given twice.
 */
export function readServerSettings(ask: ServerAsk): Result<ServerSettings, SettingsError> {
  const { name } = ask
  const given = Object.entries(ask).filter(([field, value]) => field !== 'name' && value !== undefined)
  const foreign = foreignSetting(
    name,
    given.map(([field]) => field)
  )
  if (foreign) return err(foreign)
  const values: Record<string, unknown> = {}
  for (const [field, value] of given) {
    const own = field === 'contextTokens' ? contextField[name] : field
    const rule = serverRules[name][own]
    if (!rule || !keeps(value, rule)) {
      const allowed = rule ? allowedBy(rule) : ''
      return err(badSetting(field, allowed, `${field} cannot be ${String(value)}: use ${allowed}.`))
    }
    if (values[own] !== undefined && values[own] !== value) {
      const message = `contextTokens and ${own} are the same setting and differ: leave one of them out.`
      return err(badSetting(own, 'one of the two', message))
    }
    values[own] = value
  }
  // Every field has kept to its rule, so the whole has the shape of the engine's settings.
  return ok({ ...serverDefaults[name], ...values })
}
