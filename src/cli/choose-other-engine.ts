import { isServerEngine, type ServerEngineName } from '../core/engine/names.ts'
import { fieldsOf, type ServerAsk } from '../core/engine/read-settings.ts'
import type { EngineSettings } from '../core/engine/settings.ts'
import { contextWithin } from '../core/fit/context-limit.ts'
import type { ModelSpec } from '../core/model/model.ts'
import { parseFormat } from '../core/quant/formats/checkpoint-format.ts'
import { chooseEngine, chooseQuant, engineFor } from './choose-engine.ts'
import { parseTokens, parseWhole } from './parse-number.ts'
import type { CheckOptions } from './program.ts'
import { UsageError } from './usage-error.ts'

type Options = Pick<CheckOptions, 'engine' | 'set' | 'context' | 'cache' | 'parallel' | 'ubatch' | 'quant'>

/** The settings of the engine that `--engine` names: the common options, then what `--set` gives it. */
export async function engineAsk(
  model: ModelSpec,
  options: Options
): Promise<Partial<EngineSettings> | ServerAsk> {
  const { engine: name } = options
  const set = settingsOf(options)
  if (isServerEngine(name)) return checked({ ...commonTo(name, model, options), ...set, name })
  if (name === 'llama.cpp' && Object.keys(set).length === 0) return engineFor(model, chooseEngine(options))
  const choice = engineFor(model, chooseEngine(options))
  const { contextTokens, cacheType, parallel, ubatch } = choice
  const given = {
    ...((name === 'llama.cpp' || options.context !== undefined) && { contextTokens }),
    ...(options.cache !== undefined && { cacheType }),
    ...(options.parallel !== undefined && { parallel }),
    ...(options.ubatch !== undefined && { ubatch })
  }
  return checked({ ...given, ...set, name })
}

/** `--context` and `--parallel` mean the same everywhere; the others are llama.cpp's and have no counterpart here. */
function commonTo(name: ServerEngineName, model: ModelSpec, options: Options): Record<string, unknown> {
  for (const option of ['cache', 'ubatch'] as const) {
    if (options[option] === undefined) continue
    throw new UsageError(`--${option} is llama.cpp's: ${name} takes --set with ${fieldsOf(name).join(', ')}.`)
  }
  const context = options.context === undefined ? undefined : parseTokens(options.context, '--context')
  return {
    // A long conversation, as for llama.cpp, where neither the option nor a setting says otherwise.
    ...(hasContext(name, options) ? {} : { contextTokens: context ?? contextWithin(model, usualContext) }),
    ...(options.parallel !== undefined && { parallel: parseWhole(options.parallel, '--parallel', 1, 65_536) })
  }
}

const usualContext = 8192

const hasContext = (name: ServerEngineName, options: Options): boolean =>
  options.context === undefined &&
  Object.keys(settingsOf(options)).some((field) =>
    ['maxModelLen', 'contextLength', 'contextTokens'].includes(field)
  ) &&
  isServerEngine(name)

/** `gpuMemoryUtilization=0.9`, `kv-cache-dtype=fp8`: numbers and true or false are read as such. */
function settingsOf({ set = [] }: Options): Record<string, string | number | boolean> {
  return Object.fromEntries(
    set.map((text): [string, string | number | boolean] => {
      const [, field = '', value = ''] = /^([\w-]+)=(.+)$/u.exec(text.trim()) ?? []
      if (field === '') throw new UsageError(`--set: “${text}” is not setting=value.`)
      const name = field.replaceAll(/-(\w)/gu, (_, letter: string) => letter.toUpperCase())
      if (value === 'true' || value === 'false') return [name, value === 'true']
      return [name, /^-?\d+(?:\.\d+)?(?:e\d+)?$/iu.test(value) ? textOrNumber(name, value) : value]
    })
  )
}

/** MLX's bits are words, of which `none` is one. */
const textOrNumber = (name: string, value: string): string | number =>
  name === 'kvBits' || name === 'version' ? value : Number(value)

/** The schemas are loaded for settings of another engine only. */
async function checked(settings: Record<string, unknown>): Promise<Partial<EngineSettings> | ServerAsk> {
  const { engineRequest } = await import('./batch/engine-request.ts')
  const parsed = engineRequest.safeParse(settings)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''
  throw new UsageError(`${where}${issue?.message ?? 'not settings of an engine'}`)
}

/** The format or file type that `--quant` names, as the engine calls it. */
export function quantFor({ quant, engine }: Pick<Options, 'quant' | 'engine'>): string {
  if (!isServerEngine(engine)) return chooseQuant(quant)
  if (quant === undefined || quant.toUpperCase() === 'AUTO') return 'auto'
  const format = parseFormat(quant)
  // A GGUF type is a word that the engine itself answers: it says where it belongs.
  return format.ok ? format.value.name : quant.toUpperCase()
}
