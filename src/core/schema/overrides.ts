import { z } from 'zod'
import { mostAddedCards } from './limits.ts'

const size = z
  .number()
  .int()
  .min(0)
  .max(2 ** 50)
const rate = z.number().positive().max(1e15)
const name = z.string().max(200)
/** Apart from the ids of detected accelerators, so that values typed over one never land on another. */
const addedId = z.string().regex(/^added\d{1,6}$/)

/**
 * A card that detection did not find. One of the catalogue is kept by its id alone, so that a corrected catalogue
 * corrects it too.
 */
const addedCardSchema = z.union([
  z.strictObject({ id: addedId, device: z.string().min(1).max(120) }),
  z.strictObject({
    id: addedId,
    name: name.min(1),
    vendor: z.enum(['nvidia', 'amd', 'intel', 'apple', 'other']),
    total: size.min(1),
    bandwidth: rate.optional()
  })
])

/**
 * Values typed over what was detected, in bytes and bytes per second. Kept apart from the readings so that each can
 * be undone, and shown as what it is. Accelerators are keyed by `Accelerator.id`.
 */
export const overridesSchema = z.strictObject({
  os: name.optional(),
  cpu: name.optional(),
  physicalCores: z.number().int().min(1).max(4096).optional(),
  logicalCores: z.number().int().min(1).max(8192).optional(),
  ramTotal: size.optional(),
  ramAvailable: size.optional(),
  ramBandwidth: rate.optional(),
  /** How it was measured; absent where it was typed. Nothing without `ramBandwidth`. */
  ramBandwidthSource: z.string().min(1).max(200).optional(),
  accelerators: z.record(
    z.string().max(40),
    z.strictObject({
      name: name.optional(),
      total: size.optional(),
      free: size.optional(),
      bandwidth: rate.optional(),
      /** Leave this device out of the plan. */
      ignored: z.boolean().optional()
    })
  ),
  /** Cards beside the detected ones, in the order they were added; absent in settings of earlier versions. */
  added: z
    .array(addedCardSchema)
    .max(mostAddedCards)
    .refine((cards) => new Set(cards.map((card) => card.id)).size === cards.length, 'Two cards have one id.')
    .optional()
})

export type AddedCard = z.infer<typeof addedCardSchema>
export type Overrides = z.infer<typeof overridesSchema>
