import { z } from 'zod'
import { bytes as asBytes, type BytesPerSecond } from '../quantity.ts'

const sentence = z.string().max(2000)
const size = z
  .number()
  .int()
  .min(0)
  .max(2 ** 50)
  .transform(asBytes)
const rate = z
  .number()
  .positive()
  .max(1e16)
  .transform((value) => value as BytesPerSecond)
const count = z.number().int().min(1).max(65_536)

const reading = <T extends z.ZodType>(
  value: T
): z.ZodDiscriminatedUnion<
  [
    z.ZodObject<
      { known: z.ZodLiteral<true>; value: T; source: z.ZodString; confidence: typeof confidence },
      z.core.$strict
    >,
    z.ZodObject<{ known: z.ZodLiteral<false>; reason: z.ZodString }, z.core.$strict>
  ]
> =>
  z.discriminatedUnion('known', [
    z.strictObject({ known: z.literal(true), value, source: sentence, confidence }),
    z.strictObject({ known: z.literal(false), reason: sentence })
  ])

const confidence = z.enum(['driver', 'catalogue', 'derived', 'user'])
const vendor = z.enum(['nvidia', 'amd', 'intel', 'apple', 'other'])
const figure = z.number().positive().exactOptional()

const device = z.strictObject({
  id: z.string().max(120),
  name: z.string().max(200),
  aliases: z.array(z.string().max(200)).max(100),
  vendor,
  kind: z.enum(['discrete', 'integrated', 'unified']),
  memoryGib: z.number().positive().nullable(),
  bandwidthGBs: z.number().positive().nullable(),
  fp32Tflops: figure,
  fp16Tflops: figure,
  int8Tops: figure,
  architecture: z.string().max(120).exactOptional(),
  computeCapability: z.string().max(40).exactOptional(),
  gpuCores: figure,
  releaseYear: figure,
  pciIds: z.array(z.string().max(20)).max(300).exactOptional(),
  source: sentence,
  note: sentence.exactOptional()
})

const runs = z.int().min(0).max(10_000)
const measured = z.strictObject({
  decodeRuns: runs,
  prefill: z.strictObject({ runs, rate: z.number().positive().max(1000), bandwidth: rate }).exactOptional()
})

const accelerator = z.strictObject({
  id: z.string().max(40),
  name: reading(z.string().max(200)),
  vendor,
  kind: z.enum(['discrete', 'integrated', 'unified', 'mig']),
  slot: z.string().max(40).exactOptional(),
  total: reading(size),
  free: reading(size),
  bandwidth: reading(rate),
  measured: measured.exactOptional(),
  device: device.nullable(),
  // The names of `engine/settings.ts`; `machine/read-machine.ts` keeps the two lists the same.
  backend: z.enum(['cuda', 'metal', 'vulkan', 'rocm', 'sycl', 'cpu']),
  sharesHostMemory: z.boolean(),
  pool: z.strictObject({ setAside: reading(size), borrowed: reading(size) }).exactOptional()
})

/**
 * A machine as `detect --json` prints it, for `--machine FILE` and for reports that are opened again. Sizes in bytes,
 * bandwidths in bytes per second. Strict: a misspelt field would otherwise pass for an unknown.
 */
export const machineSchema = z.strictObject({
  name: z.string().max(200),
  platform: z.enum(['linux', 'windows', 'macos', 'other']),
  os: reading(z.string().max(200)),
  environment: z.enum(['physical', 'vm', 'container', 'wsl']),
  cpu: z.strictObject({
    name: reading(z.string().max(200)),
    physicalCores: reading(count),
    logicalCores: reading(count)
  }),
  ram: z.strictObject({
    total: reading(size),
    available: reading(size),
    bandwidth: reading(rate),
    measured: z.strictObject({ decodeRuns: runs }).exactOptional()
  }),
  accelerators: z.array(accelerator).max(64),
  notes: z.array(sentence).max(100)
})
