import { z } from 'zod'
import { cacheTypes } from '../core/engine/settings.ts'
import { savedFormats } from '../core/report/formats.ts'
import { overridesSchema } from '../core/schema/overrides.ts'

/** What is remembered between runs. Strict: an unknown field is a sign of a newer version or a damaged file. */
export const settingsSchema = z.strictObject({
  version: z.literal(1),
  theme: z.enum(['system', 'light', 'dark']),
  contextTokens: z.number().int().min(1).max(16_777_216),
  cacheType: z.enum(cacheTypes),
  parallel: z.number().int().min(1).max(1024),
  /** Corrections typed over detected values. */
  overrides: overridesSchema,
  /** What a report was saved as last. */
  reportFormat: z.enum(savedFormats).optional()
})

export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings: Settings = {
  version: 1,
  theme: 'system',
  contextTokens: 8192,
  cacheType: 'f16',
  parallel: 1,
  overrides: { accelerators: {} }
}
