import { z } from 'zod'
import type { BytesPerSecond } from '../quantity.ts'

const text = z.string().min(1).max(200)
const tokens = z.int().min(0).max(1e8)
const factor = z.number().positive().max(1000)

const shared = {
  date: z.iso.date(),
  engine: text,
  model: text,
  quant: z.string().min(1).max(40),
  depthTokens: tokens,
  tokensPerSecond: z.number().positive().max(1e7)
}

const bandwidth = z
  .number()
  .positive()
  .max(1e16)
  .transform((value) => value as BytesPerSecond)

/** `CalibrationRecord` without its number. */
export const measurementSchema = z.strictObject({
  ...shared,
  what: z.enum(['decode', 'prefill']),
  promptTokens: tokens.min(1).exactOptional(),
  correction: z.strictObject({ device: text, factor, bandwidth: bandwidth.exactOptional() }).nullable()
})

const id = z.int().positive()

/** A record as files of version 1 have it: decode only. */
const firstRecord = z
  .strictObject({ ...shared, date: z.string().max(40), id, device: text, factor })
  .transform(({ device, factor: share, ...rest }) => ({
    ...rest,
    what: 'decode' as const,
    correction: { device, factor: share }
  }))

/** The file of measurements; that of version 1 is read as one of version 2. */
export const calibrationFileSchema = z
  .discriminatedUnion('version', [
    z.strictObject({ version: z.literal(1), records: z.array(firstRecord).max(10_000) }),
    z.strictObject({
      version: z.literal(2),
      records: z.array(z.strictObject({ id, ...measurementSchema.shape })).max(10_000)
    })
  ])
  .transform(({ records }) => records)
