import { bytes, mib } from '../../core/quantity.ts'
import type { Bytes } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown } from '../../core/reading.ts'
import type { GpuFacts } from './gpu-facts.ts'
import { pciSlot } from './gpu-facts.ts'
import { jsonWithin } from './json-within.ts'

/** The columns asked for: device id, device name, memory physical size. */
export const xpuSmiQuery = ['discovery', '--dump', '1,2,16']

const source = 'xpu-smi'

/**
 * Parses what xpu-smi prints: the CSV of `discovery --dump`, the JSON of `discovery -j`, or the table of version 2,
 * which knows no `discovery`. Sizes are "16288.00 MiB", bytes, or "N/A" without rights.
 */
export function parseXpuSmi(output: string): GpuFacts[] {
  const json = /^\s*[[{]/.test(output) ? fromJson(jsonWithin(output)) : []
  if (json.length > 0) return json
  return /Intel XPU-SMI v/i.test(output) ? fromTable(output) : fromCsv(output)
}

function fromCsv(csv: string): GpuFacts[] {
  const rows = csv
    .split(/\r?\n/)
    .map((line) => [...line.matchAll(/"([^"]*)"|([^,]+)/g)].map((cell) => (cell[1] ?? cell[2] ?? '').trim()))
    .filter((cells) => cells.length > 1)
  const at = rows.findIndex((cells) => cells.some((title) => /device name/i.test(title)))
  const heading = rows[at]
  if (!heading) return []
  return rows.slice(at + 1).map((cells) => {
    const cell = (pattern: RegExp): string => cells[heading.findIndex((title) => pattern.test(title))] ?? ''
    return fact(cell(/device name/i), size(cell(/memory physical size/i)), cell(/pci bdf/i))
  })
}

/** One device, or `{ "device_list": [...] }`, whose entries have no memory: those are asked for one by one. */
function fromJson(document: unknown): GpuFacts[] {
  const entry = (document ?? {}) as Record<string, unknown>
  const list = Array.isArray(entry['device_list'])
    ? (entry['device_list'] as Record<string, unknown>[])
    : [entry]
  return list.flatMap((device) => {
    const text = (name: string): string => (typeof device[name] === 'string' ? device[name] : '')
    if (!/^0x8086$/i.test(text('pci_vendor_id')) && !/intel/i.test(text('vendor_name'))) return []
    const id = /^0x([0-9a-f]{4})$/i.exec(text('pci_device_id'))?.[1]
    const one = fact(
      text('device_name'),
      size(text('memory_physical_size_byte')),
      text('pci_bdf_address'),
      id === undefined ? null : `8086:${id.toLowerCase()}`
    )
    const free = size(text('memory_free_size_byte'))
    return [{ ...one, free }]
  })
}

/** Names are wrapped to a second line; the memory stands on the line that has `used / total`. */
function fromTable(table: string): GpuFacts[] {
  const blocks = table.split(/^\+[-=+]+\+$/m)
  return blocks.flatMap((block) => {
    const rows = block
      .split(/\r?\n/)
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|').slice(1, -1))
    const address = /[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-9a-f]/i.exec(rows[0]?.[1] ?? '')?.[0]
    const first = /^\s*\d+\s+(.+?)\s{2,}/.exec(rows[0]?.[0] ?? '')?.[1]
    if (address === undefined || first === undefined) return []
    const wrapped = rows.slice(1).find(([cell = '']) => !/N\/A|%|\d+W/.test(cell) && cell.trim() !== '')?.[0]
    const memory = /(\d+)MiB\s*\/\s*(\d+)MiB/.exec(block)
    const total = size(memory ? `${memory[2] ?? ''} MiB` : '')
    return [fact([first, wrapped?.trim() ?? ''].join(' ').trim(), total, address)]
  })
}

function fact(name: string, total: Reading<Bytes>, address: string, pciId?: string | null): GpuFacts {
  // Cards it has no name for are called "Intel(R) Graphics [0xe211]".
  const inName = /\[0x([0-9a-f]{4})\]/i.exec(name)?.[1]
  return {
    vendor: 'intel',
    name:
      name === '' || inName !== undefined
        ? unknown('xpu-smi gives no name for this card')
        : known(name, source),
    slot: pciSlot(address),
    pciId: pciId ?? (inName === undefined ? null : `8086:${inName.toLowerCase()}`),
    kind: null,
    total,
    free: unknown('xpu-smi was not asked what is free'),
    borrowed: null
  }
}

function size(text: string): Reading<Bytes> {
  const match = /^(\d+(?:[.,]\d+)?)\s*(MiB|B)?$/i.exec(text.trim())
  if (!match) return unknown('xpu-smi gives no memory size without further rights')
  const value = Number((match[1] ?? '').replace(',', '.'))
  return known(match[2]?.toLowerCase() === 'mib' ? mib(value) : bytes(value), source)
}
