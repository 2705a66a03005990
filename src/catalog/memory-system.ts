import type { BytesPerSecond } from '../core/quantity.ts'
import type { Result } from '../core/result.ts'
import { err, ok } from '../core/result.ts'
import { cpuMemoryFile } from './bundled-devices.ts'
import { peakBandwidth } from './cpu-memory.ts'

export interface MemorySystem {
  /** `DDR5-5600, 2 channels`. */
  readonly name: string
  readonly bandwidth: BytesPerSecond
}

/** The memory systems of processors that the catalogue knows, to choose from. */
export const memorySystems: readonly MemorySystem[] = cpuMemoryFile.platforms.map(
  ({ name, memory, megatransfers, channels }) => ({
    name: `${name}: ${memory}-${megatransfers}, ${channels} channels`,
    bandwidth: peakBandwidth(megatransfers, { channels })
  })
)

/** Least and most transfers that memory is sold with, DDR3-800 to MRDIMM-12800. */
const [slowest, fastest] = [800, 16_000]

/**
 * A memory system as a person writes it: `DDR5-5600` (two channels, as desktops have), `2x DDR5-5600`,
 * `DDR4-3200 x 8`, `LPDDR5X-8000 256 bit` (128 bit, as laptops have, when left out), or a processor of the catalogue
 * (`EPYC 9004`). The error is a sentence.
 */
export function findMemorySystem(text: string): Result<MemorySystem, string> {
  const typed = text.trim()
  const modules = /(LP)?DDR(\d)X?[- ]?(\d{3,5})/i.exec(typed)
  if (modules) {
    const megatransfers = Number(modules[3])
    if (megatransfers < slowest || megatransfers > fastest)
      return err(
        `“${typed}”: memory makes ${slowest} to ${fastest} MT/s; the 5600 of DDR5-5600 is that figure.`
      )
    const name = modules[0].toUpperCase().replace(/[- ]?(\d{3,5})$/, '-$1')
    if (modules[1] !== undefined) {
      const bits = Number(/(\d+)\s*bit/i.exec(typed)?.[1] ?? 128)
      if (bits < 16 || bits > 1024) return err(`“${typed}”: a bus of LPDDR has 16 to 1024 bits.`)
      return ok({ name: `${name}, ${bits} bit`, bandwidth: peakBandwidth(megatransfers, { bits }) })
    }
    const rest = typed.replace(modules[0], ' ')
    const channels = Number(
      /(\d+)\s*(?:x|×|channels?)|(?:x|×)\s*(\d+)/i.exec(rest)?.slice(1).find(Boolean) ?? 2
    )
    if (channels < 1 || channels > 24) return err(`“${typed}”: a machine has 1 to 24 channels of memory.`)
    return ok({
      name: `${name}, ${channels} channel${channels === 1 ? '' : 's'}`,
      bandwidth: peakBandwidth(megatransfers, { channels })
    })
  }
  const plain = (name: string): string =>
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()
  const known = cpuMemoryFile.platforms.find(
    ({ name, cpu }) => plain(name) === plain(typed) || new RegExp(cpu).test(typed)
  )
  const found = known && memorySystems[cpuMemoryFile.platforms.indexOf(known)]
  return found
    ? ok(found)
    : err(
        `“${typed}” is no memory system: write modules and channels, such as 2x DDR5-5600 or LPDDR5X-8000 256 bit, ` +
          `or a processor such as ${cpuMemoryFile.platforms[0]?.name ?? ''}.`
      )
}
