import { z } from 'zod'
import { cacheTypes } from '../core/engine/settings.ts'
import { longestMachineChoice } from '../core/schema/limits.ts'
import { savedFormats } from '../core/report/formats.ts'
import { overridesSchema } from '../core/schema/overrides.ts'

/** A model the user brought, by where it is read from again. */
const broughtSchema = z.union([
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(4096) }),
  z.strictObject({ kind: z.literal('hub'), reference: z.string().min(1).max(600) })
])

export type BroughtFrom = z.infer<typeof broughtSchema>

/** Enough to keep in sight; each is read again at the start. */
export const mostBrought = 50

/** What is remembered between runs. Strict: an unknown field is a sign of a newer version or a damaged file. */
export const settingsSchema = z.strictObject({
  version: z.literal(1),
  theme: z.enum(['system', 'light', 'dark']),
  contextTokens: z.number().int().min(1).max(16_777_216),
  cacheType: z.enum(cacheTypes),
  parallel: z.number().int().min(1).max(1024),
  /** Corrections typed over detected values. */
  overrides: overridesSchema,
  /** The machine that stands in for this one, and what was corrected of it; absent where answers are for this one. */
  standIn: z
    .strictObject({ machine: z.string().min(1).max(longestMachineChoice), overrides: overridesSchema })
    .optional(),
  /** Models that the user brought, the latest first. */
  brought: z.array(broughtSchema).max(mostBrought).optional(),
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
