import type { Bytes } from '../../core/quantity.ts'
import { mib } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown } from '../../core/reading.ts'
import type { GpuFacts } from './gpu-facts.ts'
import { pciSlot } from './gpu-facts.ts'

/** `index` first: rows are in the order CUDA_VISIBLE_DEVICES counts with CUDA_DEVICE_ORDER=PCI_BUS_ID. */
export const extendedFields = [
  'index',
  'name',
  'pci.bus_id',
  'pci.device_id',
  'memory.total',
  'memory.used',
  'memory.free',
  'compute_cap',
  'driver_version',
  'mig.mode.current',
  'addressing_mode'
] as const

/** Known to every driver still met: one unknown field makes nvidia-smi refuse the whole query. */
export const safeFields = ['name', 'memory.total', 'memory.used', 'memory.free', 'pci.bus_id'] as const

export const nvidiaQuery = (fields: readonly string[]): string[] => [
  `--query-gpu=${fields.join(',')}`,
  '--format=csv,noheader,nounits'
]

export interface NvidiaRow {
  readonly facts: GpuFacts
  readonly migEnabled: boolean
  /** CPU and GPU share one address space by hardware (`ATS`). */
  readonly sharedAddresses: boolean
}

const noValue =
  /^\[?(?:n\/a|not supported|insufficient permissions|unknown error|gpu requires reset|not available|.*deprecated)\]?$/i

/** A field of nvidia-smi, or null for its many ways to say nothing. */
export function field(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' || noValue.test(trimmed) ? null : trimmed
}

/**
 * A memory figure in MiB (`24564`, `24564 MiB`), or why there is none. Free memory is read, never computed: total less
 * used leaves out 300 to 900 MiB that the driver reserves.
 */
export function mebibytes(text: string | undefined, source: string): Reading<Bytes> {
  const value = field(text)
  if (value === null) {
    return unknown(`${source} gives no memory figure (${text === undefined ? 'absent' : text.trim()})`)
  }
  const number = /^(\d+(?:[.,]\d+)?)(?:\s*MiB)?$/i.exec(value)
  if (!number) return unknown(`${source} says "${value}" where a size in MiB was expected`)
  return known(mib(Number((number[1] ?? '').replace(',', '.'))), source)
}

/** Parses `nvidia-smi --query-gpu=<fields> --format=csv,noheader,nounits`. Lines that are not rows are passed over. */
export function parseNvidiaCsv(csv: string, fields: readonly string[]): NvidiaRow[] {
  return csv
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line) => {
      const row = splitRow(line, fields)
      return row ? [toRow(row)] : []
    })
}

function toRow(row: ReadonlyMap<string, string>): NvidiaRow {
  const source = 'nvidia-smi'
  const name = field(row.get('name'))
  // "0x268410DE": device, then vendor.
  const id = /^0x([0-9a-f]{4})10de$/i.exec(field(row.get('pci.device_id')) ?? '')?.[1]
  return {
    facts: {
      vendor: 'nvidia',
      name: nvidiaName(name, source),
      slot: pciSlot(row.get('pci.bus_id') ?? ''),
      pciId: id === undefined ? null : `10de:${id.toLowerCase()}`,
      kind: null,
      total: mebibytes(row.get('memory.total'), source),
      free: mebibytes(row.get('memory.free'), source),
      borrowed: null
    },
    migEnabled: field(row.get('mig.mode.current'))?.toLowerCase() === 'enabled',
    sharedAddresses: field(row.get('addressing_mode'))?.toUpperCase() === 'ATS'
  }
}

/** Drivers older than the card call it "Graphics Device". */
export const nvidiaName = (name: string | null, source: string): Reading<string> =>
  name === null || name === 'Graphics Device'
    ? unknown('The NVIDIA driver is older than the card and does not know its name. Update the driver.')
    : known(name, source)

/**
 * Fields are parted by a comma and a space; a comma alone is that of a decimal (24564,00). Names may hold both, no
 * other field does: the surplus belongs to the name.
 */
function splitRow(line: string, fields: readonly string[]): Map<string, string> | null {
  const parts = line.split(line.includes(', ') ? /,\s+/ : ',').map((part) => part.trim())
  const surplus = parts.length - fields.length
  if (surplus < 0 || line.trim() === '') return null
  const at = fields.indexOf('name')
  if (surplus > 0) {
    if (at < 0) return null
    parts.splice(at, surplus + 1, parts.slice(at, at + surplus + 1).join(', '))
  }
  const row = new Map(fields.map((name, index) => [name, parts[index] ?? '']))
  return field(row.get('name')) === null && pciSlot(row.get('pci.bus_id') ?? '') === null ? null : row
}
