import { z } from 'zod'

const size = z
  .number()
  .int()
  .min(0)
  .max(2 ** 50)
const rate = z.number().positive().max(1e15)

/**
 * Values typed over what was detected, in bytes and bytes per second. Kept apart from the readings so that each can
 * be undone, and shown as what it is. Accelerators are keyed by `Accelerator.id`.
 */
export const overridesSchema = z.strictObject({
  os: z.string().max(200).optional(),
  cpu: z.string().max(200).optional(),
  physicalCores: z.number().int().min(1).max(4096).optional(),
  logicalCores: z.number().int().min(1).max(8192).optional(),
  ramTotal: size.optional(),
  ramAvailable: size.optional(),
  ramBandwidth: rate.optional(),
  accelerators: z.record(
    z.string().max(40),
    z.strictObject({
      name: z.string().max(200).optional(),
      total: size.optional(),
      free: size.optional(),
      bandwidth: rate.optional(),
      /** Leave this device out of the plan. */
      ignored: z.boolean().optional()
    })
  )
})

export type Overrides = z.infer<typeof overridesSchema>
