import { bytes, mib } from '../../core/quantity.ts'
import { known, unknown } from '../../core/reading.ts'
import type { GpuFacts } from './gpu-facts.ts'

/** The columns asked for: device id, device name, memory physical size. */
export const xpuSmiQuery = ['discovery', '--dump', '1,2,16']

/**
 * Parses `xpu-smi discovery --dump ...`: a heading line and quoted values. The size is "16288.00 MiB", bytes, or
 * "N/A" without rights.
 */
export function parseXpuSmi(csv: string): GpuFacts[] {
  const rows = csv
    .split(/\r?\n/)
    .map((line) => [...line.matchAll(/"([^"]*)"|([^,]+)/g)].map((cell) => (cell[1] ?? cell[2] ?? '').trim()))
    .filter((cells) => cells.length > 1)
  const [heading, ...body] = rows
  if (!heading) return []
  return body.map((cells) => {
    const cell = (pattern: RegExp): string => cells[heading.findIndex((title) => pattern.test(title))] ?? ''
    const size = /^(\d+(?:\.\d+)?)\s*(MiB|B)?$/i.exec(cell(/memory physical size/i))
    const source = 'xpu-smi'
    const none = unknown('xpu-smi gives no memory size without further rights')
    return {
      vendor: 'intel' as const,
      name: known(cell(/device name/i), source),
      slot: null,
      // Cards it has no name for are called "Intel(R) Graphics [0xe211]".
      pciId: pciId(cell(/device name/i)),
      kind: null,
      total: size
        ? known(size[2]?.toLowerCase() === 'mib' ? mib(Number(size[1])) : bytes(Number(size[1])), source)
        : none,
      free: none,
      borrowed: null
    }
  })
}

function pciId(name: string): string | null {
  const device = /\[0x([0-9a-f]{4})\]/i.exec(name)?.[1]
  return device === undefined ? null : `8086:${device.toLowerCase()}`
}
