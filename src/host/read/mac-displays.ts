import { z } from 'zod'
import type { Bytes } from '../../core/quantity.ts'
import { bytes } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown } from '../../core/reading.ts'
import type { GpuFacts } from './gpu-facts.ts'
import { vendorByName } from './gpu-facts.ts'
import { isNotAGpu } from './not-a-gpu.ts'

const source = 'system_profiler'
const text = z.string().optional().catch(undefined)
const schema = z.object({
  SPDisplaysDataType: z.array(
    z.object({
      _name: text,
      sppci_model: text,
      sppci_cores: z.coerce.number().optional().catch(undefined),
      spdisplays_vendor: text,
      spdisplays_vram: text,
      _spdisplays_vram: text,
      spdisplays_vram_shared: text,
      sppci_bus: text
    })
  )
})

/** Parses `system_profiler SPDisplaysDataType -json`. Null when it is not that. */
export function parseDisplaysJson(json: string): GpuFacts[] | null {
  try {
    const { SPDisplaysDataType: entries } = schema.parse(JSON.parse(json.slice(json.indexOf('{'))))
    return entries.flatMap((entry) =>
      fact({
        name: entry.sppci_model ?? entry._name ?? '',
        vendor: entry.spdisplays_vendor ?? '',
        own: entry.spdisplays_vram ?? entry._spdisplays_vram,
        shared: entry.spdisplays_vram_shared,
        cores: entry.sppci_cores,
        builtIn: entry.sppci_bus === 'spdisplays_builtin'
      })
    )
  } catch {
    return null
  }
}

/** Parses the text form, for macOS before 10.15, which knows no `-json`. */
export function parseDisplaysText(report: string): GpuFacts[] {
  return report.split(/^ {6}Chipset Model: /m).flatMap((block, index) => {
    if (index === 0) return []
    const entry = (pattern: string): string | undefined =>
      new RegExp(`^ {6}${pattern}: (.+)$`, 'm').exec(block)?.[1]
    const cores = entry('Total Number of Cores')
    return fact({
      name: block.split('\n')[0]?.trim() ?? '',
      vendor: entry('Vendor') ?? '',
      own: entry('VRAM \\(Total\\)'),
      shared: entry('VRAM \\(Dynamic, Max\\)'),
      cores: cores === undefined ? undefined : Number(cores),
      builtIn: entry('Bus') === 'Built-In'
    })
  })
}

interface Entry {
  readonly name: string
  readonly vendor: string
  readonly own: string | undefined
  readonly shared: string | undefined
  readonly cores: number | undefined
  readonly builtIn: boolean
}

function fact(entry: Entry): GpuFacts[] {
  if (entry.name === '' || isNotAGpu(null, entry.name)) return []
  const vendor = vendorByName(`${entry.vendor} ${entry.name}`)
  const total = size(entry.own)
  const free = unknown('macOS does not say what other programs use of this GPU.')
  const integrated = vendor === 'intel' || (entry.builtIn && entry.own === undefined && vendor !== 'apple')
  const shared = size(entry.shared)
  return [
    {
      vendor,
      name: known(entry.name, source),
      slot: null,
      pciId: null,
      kind: vendor === 'apple' ? 'unified' : integrated ? 'integrated' : 'discrete',
      total,
      free,
      borrowed: shared.known ? { total: shared, free } : null,
      ...(entry.cores !== undefined && entry.cores > 0 ? { gpuCores: entry.cores } : {})
    }
  ]
}

/** "4 GB" and "1536 MB" are binary. */
function size(value: string | undefined): Reading<Bytes> {
  const match = /^(\d+(?:[.,]\d+)?) ?([MG])B$/.exec(value?.trim() ?? '')
  if (!match) return unknown('macOS states no memory for this GPU.')
  const number = Number((match[1] ?? '').replace(',', '.'))
  return known(bytes(number * 2 ** (match[2] === 'G' ? 30 : 20)), source)
}
