import { z } from 'zod'

const text = z.string().min(1)
const positive = z.number().positive().max(1e6)

const productShape = {
  name: text,
  vendor: z.enum(['nvidia', 'amd', 'intel', 'apple', 'other']),
  kind: z.enum(['discrete', 'integrated', 'unified']),
  bandwidthGBs: positive.nullable(),
  fp32Tflops: positive.exactOptional(),
  fp16Tflops: positive.exactOptional(),
  int8Tops: positive.exactOptional(),
  architecture: text.exactOptional(),
  computeCapability: z
    .string()
    .regex(/^\d+\.\d$/)
    .exactOptional(),
  gpuCores: z.int().positive().exactOptional(),
  releaseYear: z.int().min(2005).max(2100).exactOptional(),
  /** `10de:2684`, vendor and device; of products that share these, `1002:73df:c1` with the revision as well. */
  pciIds: z
    .array(z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}(:[0-9a-f]{2})?$/))
    .min(1)
    .readonly()
    .exactOptional(),
  source: text,
  note: text.exactOptional()
}

/** A device as the program sees it: `DeviceSpec` of `core/machine/device.ts`, one memory size. */
export const deviceSpecSchema = z.strictObject({
  ...productShape,
  id: text,
  aliases: z.array(text).readonly(),
  memoryGib: positive.nullable()
})

/**
 * A row of `resources/catalog/devices/<vendor>.json`: one product in all its memory sizes. Vendor and source stand
 * at the head of the file unless the row has its own.
 */
export const deviceRowSchema = z.strictObject({
  ...productShape,
  vendor: productShape.vendor.exactOptional(),
  source: text.exactOptional(),
  aliases: z.array(text).min(1).readonly().exactOptional(),
  /** Every size it is sold with; empty for a part without memory of its own. */
  memoryGib: z.array(positive).readonly(),
  /** Of a part that uses system RAM: what each kind of module gives it. */
  bandwidthByMemory: z.record(text, positive).exactOptional()
})

export const deviceFileSchema = z.strictObject({
  $schema: z.literal('../../schema/devices.schema.json'),
  vendor: productShape.vendor,
  source: text,
  /** Where the PCI ids are from. */
  pciSource: text.exactOptional(),
  /**
   * Products without a row that share a PCI id with one, and their memory sizes (none: not known). An id alone must
   * not make a card a product that it is not.
   */
  otherProducts: z
    .record(z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/), z.record(text, z.array(positive).readonly()))
    .exactOptional(),
  devices: z.array(deviceRowSchema).min(1).readonly()
})

export type DeviceFile = z.infer<typeof deviceFileSchema>
