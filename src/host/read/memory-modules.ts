import type { BytesPerSecond } from '../../core/quantity.ts'
import { findCpuPlatform } from '../../catalog/cpu-memory.ts'
import { gigabytesPerSecond } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown } from '../../core/reading.ts'

/** One memory device as SMBIOS type 17 lists it. */
export interface MemoryModule {
  /** `DDR5`, `LPDDR5`; empty where unknown. */
  readonly type: string
  /** Configured speed, MT/s; null where the firmware does not say. */
  readonly speed: number | null
  /** Bits of data, without those of ECC; null where the source drops it. */
  readonly dataWidth: number | null
  /** Slot and bank labels, which name the channel. */
  readonly label: string
}

/**
 * Peak bandwidth of RAM: channels x 8 bytes x MT/s.
 *
 * A module is one channel of 64 bits at most: two modules on one channel share it, so channels are counted by their
 * labels, and where the labels name none, there are as many as the processor is known to have, or the two of a client
 * board. LPDDR is listed as many narrow devices, each with its own lines, so there the data widths are added up, as
 * far as the processor has lines. Reasons for unknown are sentences for the screen.
 *
 * @param cpuName as the processor names itself; empty where it is not known
 */
export function bandwidthOfModules(
  modules: readonly MemoryModule[],
  source: string,
  cpuName: string
): Reading<BytesPerSecond> {
  if (modules.length === 0) return unknown('The memory modules could not be read.')
  const speeds = modules.map((module) => effectiveSpeed(module))
  const speed = speeds.reduce<number | null>(
    // Mixed modules all run at the slowest.
    (least, one) => (least === null || one === null ? null : Math.min(least, one)),
    speeds[0] ?? null
  )
  if (speed === null) return unknown('The firmware does not say how fast the memory modules run.')
  const low = modules.every((module) => module.type.startsWith('LPDDR'))
  if (low) {
    const bits = modules.reduce<number | null>(
      (sum, module) => (sum === null || module.dataWidth === null ? null : sum + module.dataWidth),
      0
    )
    // 64 bits on each of eight soldered packages would be a bus no such processor has.
    if (bits === null || bits > 512) {
      return unknown('The width of the soldered memory is not stated, so its bandwidth cannot be worked out.')
    }
    const bus = Math.min(bits, widestLowPowerBus(cpuName))
    return known(
      gigabytesPerSecond((bus / 8) * speed * 1e-3),
      `${source}: ${bus} bit x ${speed} MT/s`,
      'derived'
    )
  }
  if (modules.some((module) => module.type === '')) {
    return unknown('The firmware does not say what kind of memory the modules are.')
  }
  // A process reaches the memory of its own processor at full speed, that of another over a link: one counts.
  const sockets = [...new Set(modules.map(socketOf))]
  const most = findCpuPlatform(cpuName)?.channels ?? 2
  const perSocket = sockets.map((socket) =>
    countChannels(
      modules.filter((module) => socketOf(module) === socket),
      most
    )
  )
  const channels = Math.max(...perSocket)
  const of = sockets.length === 1 ? '' : `, one of ${sockets.length} processors`
  return known(
    gigabytesPerSecond(channels * 8 * speed * 1e-3),
    `${source}: ${channels} channel${channels === 1 ? '' : 's'} x 8 B x ${speed} MT/s${of}`,
    'derived'
  )
}

/** The processor a module belongs to, as its label says: `CPU1_DIMM_A1`, `P0 CHANNEL A`; empty where it does not. */
const socketOf = ({ label }: MemoryModule): string => /\b(?:CPU|P|NODE ?)(\d)/i.exec(label)?.[1] ?? ''

/** Firmware that writes the clock in MHz states half: no DDR5 runs below 3200 MT/s, no DDR4 below 1600. */
function effectiveSpeed({ type, speed }: MemoryModule): number | null {
  if (speed === null || speed <= 0) return null
  const least = type.includes('DDR5') ? 3200 : type.includes('DDR4') ? 1600 : 0
  return speed < least ? speed * 2 : speed
}

/**
 * Bits of LPDDR that a processor has lines for. Firmware that states 64 bits for each of eight devices would make 512:
 * PCs have 128, but for Ryzen AI Max with 256 and Snapdragon X2 Elite Extreme with 192. What is no PC is not bounded.
 */
function widestLowPowerBus(cpuName: string): number {
  if (/ryzen ai max/i.test(cpuName)) return 256
  if (/snapdragon.*\bx2/i.test(cpuName)) return 192
  return /ryzen|core\(tm\)|core ultra|snapdragon|celeron|pentium|processor n\d/i.test(cpuName)
    ? 128
    : Infinity
}

/** @param most channels of one processor, where labels do not tell */
function countChannels(modules: readonly MemoryModule[], most: number): number {
  const channels = modules.map((module) => {
    const controller = /controller(\d)/i.exec(module.label)?.[1] ?? ''
    const channel =
      /channel[ _-]?([a-z0-9])(?![a-z0-9])/i.exec(module.label)?.[1] ??
      /dimm[ _-]?([a-h])\d?(?![a-z0-9])/i.exec(module.label)?.[1]
    return channel === undefined ? null : `${controller}/${channel.toUpperCase()}`
  })
  if (channels.some((channel) => channel === null)) return Math.min(modules.length, most)
  return new Set(channels).size
}

/** Memory types of SMBIOS 3.7, table 78, that a computer of today has. */
const smbiosTypes: Readonly<Record<number, string>> = {
  20: 'DDR',
  21: 'DDR2',
  24: 'DDR3',
  26: 'DDR4',
  27: 'LPDDR',
  28: 'LPDDR2',
  29: 'LPDDR3',
  30: 'LPDDR4',
  34: 'DDR5',
  35: 'LPDDR5'
}

export const memoryTypeName = (smbiosType: number): string => smbiosTypes[smbiosType] ?? ''

/** Parses `dmidecode -t 17`, which answers root only. Empty slots are left out. */
export function parseDmidecode(text: string): MemoryModule[] {
  return text.split(/^Memory Device$/m).flatMap((block) => {
    const entry = (name: string): string | undefined =>
      new RegExp(`^\\s+${name}: (.+)$`, 'm').exec(block)?.[1]?.trim()
    if (!/^\d+ [MG]i?B/.test(entry('Size') ?? '')) return []
    const speed = /^(\d+)/.exec(
      entry('Configured Memory Speed') ?? entry('Configured Clock Speed') ?? ''
    )?.[1]
    const width = /^(\d+)/.exec(entry('Data Width') ?? '')?.[1]
    const type = entry('Type') ?? ''
    return [
      {
        type: /^(?:LP)?DDR/.test(type) ? type : '',
        speed: speed === undefined ? null : Number(speed),
        dataWidth: width === undefined ? null : Number(width),
        label: `${entry('Locator') ?? ''} ${entry('Bank Locator') ?? ''}`
      }
    ]
  })
}
