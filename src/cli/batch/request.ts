import { z } from 'zod'
import { parseFormat } from '../../core/quant/formats/checkpoint-format.ts'
import { publishedType } from '../../core/quant/published-type.ts'
import { engineRequest } from './engine-request.ts'

/** One catalogue device, or several equal ones. */
const deviceRequest = z.strictObject({
  name: z.string().min(1).max(200),
  count: z.number().int().min(1).max(64).default(1),
  memoryGib: z.number().positive().max(65_536).optional()
})

/**
 * A machine as a request names it: equal GPUs of unlimited memory (layout only, no verdict), catalogue devices, or
 * the machine this runs on.
 */
export const machineRequest = z.union([
  z.strictObject({ gpus: z.number().int().min(0).max(64) }),
  z.strictObject({
    devices: z.preprocess(
      // The contract spells the unit as the world does; the code spells it as one word.
      (list) =>
        Array.isArray(list)
          ? list.map((device: unknown) => {
              if (typeof device !== 'object' || device === null || !('memoryGiB' in device)) return device
              const { memoryGiB, ...rest } = device
              return { ...rest, memoryGib: memoryGiB }
            })
          : list,
      z.array(deviceRequest).max(64)
    ),
    ramGiB: z.number().positive().max(65_536),
    ramBandwidthGBs: z.number().positive().max(100_000).optional(),
    os: z.enum(['linux', 'windows', 'macos']).optional()
  }),
  z.strictObject({ detected: z.literal(true) })
])

export type MachineRequest = z.infer<typeof machineRequest>

export const workloadRequest = z.strictObject({
  depthTokens: z
    .number()
    .int()
    .min(0)
    .max(2 ** 40)
    .optional(),
  promptTokens: z
    .number()
    .int()
    .min(1)
    .max(2 ** 40)
    .optional()
})

/** One line of `plimsoll batch`. Strict: a misspelt field is an error, never ignored. */
export const batchRequest = z.strictObject({
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  model: z.string().min(1).max(1000),
  quant: z
    .string()
    .transform((name, context): string => {
      const type = publishedType(name)
      if (type !== null) return type
      if (parseFormat(name).ok) return name.toUpperCase()
      context.addIssue(
        'is not a llama.cpp file type such as Q4_K_M, nor a format such as BF16, FP8, AWQ-INT4-G128 or MLX-4BIT-G64'
      )
      return z.NEVER
    })
    .optional(),
  machine: machineRequest,
  engine: engineRequest.optional(),
  workload: workloadRequest.optional()
})

export type BatchRequest = z.infer<typeof batchRequest>
