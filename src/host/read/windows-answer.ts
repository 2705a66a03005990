import { z } from 'zod'

const text = z.string().nullish().catch(null)
/** Numbers come as numbers or as decimal strings (UInt64 in some hosts). */
const number = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .nullish()
  .catch(null)
/** A registry value: a number, or the bytes of a REG_BINARY, least significant first. */
const registryNumber = z
  .union([
    z.number(),
    z
      .array(z.number().int().min(0).max(255))
      .max(8)
      .transform((bytes) => bytes.reduce((sum, byte, index) => sum + byte * 256 ** index, 0))
  ])
  .nullish()
  .catch(null)

/** ConvertTo-Json of PowerShell 5.1 writes a list of one as the thing itself, and an empty one as null. */
const list = <T extends z.ZodType>(item: T): z.ZodType<z.infer<T>[]> =>
  z.preprocess(
    (value) =>
      Array.isArray(value) ? (value as unknown[]) : value === null || value === undefined ? [] : [value],
    z.array(item)
  )

const answerSchema = z.object({
  adapters: list(z.object({ name: text, pnpDeviceId: text, adapterRam: number, status: text })),
  registry: list(z.object({ description: text, matchingDeviceId: text, qwMemorySize: registryNumber })),
  directx: list(
    z.object({
      description: text,
      vendorId: number,
      deviceId: number,
      dedicatedVideoMemory: registryNumber,
      sharedSystemMemory: registryNumber,
      adapterLuid: registryNumber
    })
  ),
  /** Memory in use by `luid_0x<high>_0x<low>_phys_<n>`. */
  usage: list(z.object({ name: text, dedicated: number })),
  modules: list(
    z.object({ capacity: number, dataWidth: number, speed: number, type: number, locator: text, bank: text })
  ),
  processors: list(z.object({ name: text, cores: number, logical: number })),
  manufacturer: text,
  model: text,
  os: text,
  osVersion: text,
  visibleKiB: number,
  freeKiB: number
})

export type WindowsAnswer = z.infer<typeof answerSchema>

/**
 * Reads the answer of `windowsScript`. The exit code does not count: a key that may not be opened makes PowerShell end
 * with 1 after the right answer. Null when there is no JSON to read.
 */
export function parseWindowsAnswer(stdout: string): WindowsAnswer | null {
  const start = stdout.indexOf('{')
  const end = stdout.lastIndexOf('}')
  if (start < 0 || end < start) return null
  try {
    return answerSchema.parse(JSON.parse(stdout.slice(start, end + 1)))
  } catch {
    return null
  }
}
