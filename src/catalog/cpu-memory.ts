import { type BytesPerSecond, gigabytesPerSecond } from '../core/quantity.ts'
import type { CpuMemoryFile } from '../core/schema/cpu-memory.ts'
import { cpuMemoryFile } from './bundled-devices.ts'

export type CpuPlatform = CpuMemoryFile['platforms'][number]

/**
 * Peak bandwidth of a memory system: transfers per second x bytes per transfer. A channel of DDR3, DDR4 and DDR5 has
 * 64 data bits (DDR5 divides it in two halves); LPDDR is given by its whole bus.
 *
 * A processor reads 0.80 to 0.90 of it on a desktop and 0.70 to 0.90 on a server; two sockets do not add up for one
 * program without care for NUMA.
 *
 * @param megatransfers MT/s, the 5600 of DDR5-5600
 */
export const peakBandwidth = (
  megatransfers: number,
  bus: { readonly channels: number } | { readonly bits: number }
): BytesPerSecond =>
  gigabytesPerSecond((megatransfers * ('channels' in bus ? bus.channels * 64 : bus.bits)) / 8 / 1000)

/**
 * The most that this processor's memory can be: all channels filled with the fastest modules its maker names. What is
 * fitted may be half of it, so this bounds a figure and is none. Null for a processor that is not in the table.
 */
export const findCpuPlatform = (cpuName: string): CpuPlatform | null =>
  cpuMemoryFile.platforms.find(({ cpu }) => new RegExp(cpu).test(cpuName)) ?? null
