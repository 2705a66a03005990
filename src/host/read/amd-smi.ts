import { z } from 'zod'
import { mib } from '../../core/quantity.ts'
import { known, unknown } from '../../core/reading.ts'
import type { GpuFacts } from './gpu-facts.ts'
import { pciSlot } from './gpu-facts.ts'
import { jsonWithin } from './json-within.ts'

const text = z.string().nullish().catch(null)
const card = z.object({
  asic: z.object({ market_name: text, vendor_id: text, device_id: text, rev_id: text }).nullish().catch(null),
  bus: z.object({ bdf: text }).nullish().catch(null),
  vram: z
    .object({ size: z.object({ value: z.coerce.number(), unit: z.string() }).nullish().catch(null) })
    .nullish()
    .catch(null)
})
const document = z.union([
  z.array(card),
  z.object({ gpu_data: z.array(card) }).transform((one) => one.gpu_data)
])

/**
 * Parses `amd-smi static --asic --bus --vram --json`, the successor of rocm-smi: a list of GPUs, in later versions
 * below `gpu_data`. Its `MB` are MiB (196592 of a 192 GiB MI300X). It does not say what is free.
 */
export function parseAmdSmi(output: string): GpuFacts[] {
  const parsed = document.safeParse(jsonWithin(output))
  if (!parsed.success) return []
  const source = 'amd-smi'
  return parsed.data.map(({ asic, bus, vram }) => {
    const name = asic?.market_name?.trim() ?? ''
    const device = /^0x([0-9a-f]{4})$/i.exec(asic?.device_id ?? '')?.[1]
    const revision = /^0x([0-9a-f]{1,2})$/i.exec(asic?.rev_id ?? '')?.[1]
    const size = vram?.size
    return {
      vendor: 'amd' as const,
      name: name === '' || name === 'N/A' ? unknown('amd-smi gives no name') : known(name, source),
      slot: pciSlot(bus?.bdf ?? ''),
      pciId: device === undefined ? null : `1002:${device.toLowerCase()}`,
      ...(revision === undefined ? {} : { pciRevision: revision.toLowerCase().padStart(2, '0') }),
      kind: null,
      total:
        size && size.value > 0 && /^Mi?B$/i.test(size.unit)
          ? known(mib(size.value), source)
          : unknown('amd-smi does not say the size of VRAM'),
      free: unknown('amd-smi was not asked what is free'),
      borrowed: null
    }
  })
}
