import { z } from 'zod'

const text = z.string().min(1)

/** `resources/catalog/cpu-memory.json`: the most that a processor's memory controller takes. */
export const cpuMemoryFileSchema = z.strictObject({
  $schema: z.literal('../schema/cpu-memory.schema.json'),
  source: text,
  platforms: z
    .array(
      z.strictObject({
        /** Regular expression on the name that the processor gives itself. */
        cpu: text,
        name: text,
        memory: z.enum(['DDR3', 'DDR4', 'DDR5']),
        megatransfers: z.int().min(800).max(20_000),
        channels: z.int().min(1).max(16)
      })
    )
    .min(1)
    .readonly()
})

export type CpuMemoryFile = z.infer<typeof cpuMemoryFileSchema>
