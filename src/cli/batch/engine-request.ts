import { z } from 'zod'
import { type EngineName, engineNames, isEngineName, isServerEngine } from '../../core/engine/names.ts'
import { foreignSetting, type ServerAsk } from '../../core/engine/read-settings.ts'
import { backends, cacheTypes, type EngineSettings } from '../../core/engine/settings.ts'

const tokens = z
  .number()
  .int()
  .min(1)
  .max(2 ** 40)

/** llama.cpp's settings as a request gives them: every field optional, the engine's own defaults for the rest. */
const llamaRequest = z.strictObject({
  name: z.enum(engineNames).optional(),
  contextTokens: tokens.optional(),
  ubatch: tokens.optional(),
  parallel: tokens.optional(),
  kvUnified: z.boolean().optional(),
  cacheType: z.enum(cacheTypes).optional(),
  flashAttention: z.boolean().optional(),
  swaFull: z.boolean().optional(),
  gpuLayers: z.union([z.number().int().min(0).max(100_000), z.literal('auto')]).optional(),
  cpuMoeLayers: z
    .union([z.number().int().min(0).max(100_000), z.literal('all'), z.literal('auto')])
    .optional(),
  backend: z.enum(backends).optional()
})

/** Settings of an engine with its own accounting: values of the right kind; the core holds them to their ranges. */
const serverRequest = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]))

/**
 * Engine settings of a request. Each engine has its own: a setting of another one is an error that names the engines
 * which have it.
 */
export const engineRequest = z
  .looseObject({ name: z.string().optional() })
  .transform((data, context): Partial<EngineSettings> | ServerAsk => {
    const { name = 'llama.cpp' } = data
    if (!isEngineName(name)) {
      context.addIssue({ code: 'custom', path: ['name'], message: `is not one of ${engineNames.join(', ')}` })
      return z.NEVER
    }
    const foreign = foreignSetting(name, Object.keys(data))
    if (foreign) {
      context.addIssue({ code: 'custom', path: [foreign.field], message: foreign.message })
      return z.NEVER
    }
    return isServerEngine(name) ? serverSettings(name, data, context) : llamaSettings(data, context)
  })

function llamaSettings(data: unknown, context: z.RefinementCtx): Partial<EngineSettings> {
  const parsed = llamaRequest.safeParse(data)
  if (!parsed.success) return forward(parsed.error, context)
  // A field that is left out stays out: the engine's own default applies, not `undefined`.
  return Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined))
}

function serverSettings(name: EngineName, data: unknown, context: z.RefinementCtx): ServerAsk {
  const parsed = serverRequest.safeParse(data)
  if (!parsed.success) return forward(parsed.error, context)
  return { ...parsed.data, name } as ServerAsk
}

function forward(error: z.ZodError, context: z.RefinementCtx): never {
  for (const { path, message } of error.issues) {
    context.addIssue({ code: 'custom', path: [...path], message })
  }
  return z.NEVER
}
