import { z } from 'zod'
import type { Result } from '../../core/result.ts'
import { err, ok } from '../../core/result.ts'

const recordedCommand = z.object({
  command: z.string(),
  args: z.array(z.string()),
  code: z.number().int().nullable().default(0),
  stdout: z.string().default(''),
  stderr: z.string().default(''),
  timedOut: z.boolean().default(false),
  missing: z.boolean().default(false)
})

/** Everything detection read on one machine: the file behind `detect --record` and `detect --replay`. */
export const bundleSchema = z.object({
  version: z.literal(1),
  /** As `process.platform`, `process.arch` and `os.release()`. */
  platform: z.string(),
  arch: z.string().default('x64'),
  release: z.string().default(''),
  /** Bytes; null where it was not recorded. */
  totalmem: z.number().nullable().default(null),
  freemem: z.number().nullable().default(null),
  cpus: z.array(z.string()).default([]),
  commands: z.array(recordedCommand).default([]),
  /** Path to text; null for a file that was looked for and absent. */
  files: z.record(z.string(), z.string().nullable()).default({}),
  /** Path to the names in it. A folder left out is worked out from `files`. */
  folders: z.record(z.string(), z.array(z.string())).default({})
})

export type Bundle = z.infer<typeof bundleSchema>
export type RecordedCommand = Bundle['commands'][number]

/** Reads a recorded bundle. The error is a sentence that says where the file is wrong. */
export function parseBundle(text: string): Result<Bundle, string> {
  let data: unknown
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return err('The file is not JSON: `plimsoll detect --record FILE` writes one that can be replayed.')
  }
  const parsed = bundleSchema.safeParse(data)
  if (parsed.success) return ok(parsed.data)
  const [first] = parsed.error.issues
  const where = first && first.path.length > 0 ? first.path.join('.') : 'the top level'
  return err(`The file is not a recorded machine: ${first?.message ?? 'unknown shape'} at ${where}.`)
}
