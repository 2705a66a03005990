import { unknown } from '../../core/reading.ts'
import { revisionOf } from './drm-card.ts'
import type { GpuFacts } from './gpu-facts.ts'
import { pciSlot, vendorById } from './gpu-facts.ts'
import { isNotAGpu } from './not-a-gpu.ts'

/** What is read of every device of `/sys/bus/pci/devices`, by its path below the device's folder. */
export const pciFiles = ['class', 'vendor', 'device', 'revision'] as const

export type PciFiles = Readonly<Record<(typeof pciFiles)[number], string | null>>

/**
 * A GPU of the PCI bus as the kernel lists it: there without lspci, and for a card whose driver is broken or absent,
 * which `/sys/class/drm` does not show. Null for everything else on the bus.
 *
 * Classes of PCI (PCI Code and ID Assignment, 1.2): 0300 VGA, 0302 3D, 0380 other display, and 1200 processing
 * accelerator, which Instincts from MI300 on are.
 */
export function readPciDevice(address: string, files: PciFiles): GpuFacts | null {
  const kind = /^0x(03(?:00|02|80)|1200)/.exec(files.class?.trim() ?? '')?.[1]
  const vendorId = id(files.vendor)
  if (kind === undefined || vendorId === null || isNotAGpu(vendorId, null)) return null
  const vendor = vendorById(vendorId)
  if (kind === '1200' && vendor !== 'amd') return null
  const deviceId = id(files.device)
  const slot = pciSlot(address)
  const none = unknown('The PCI bus lists the device and not its memory.')
  return {
    vendor,
    name: unknown('the kernel knows the PCI id and not the name'),
    slot,
    pciId: deviceId === null ? null : `${vendorId}:${deviceId}`,
    ...revisionOf(files.revision),
    // Every Intel processor has its graphics at 00:02.0; a card is never there.
    kind: vendor === 'intel' && slot === '0000:00:02' ? 'integrated' : null,
    total: none,
    free: none,
    borrowed: null
  }
}

const id = (text: string | null): string | null =>
  /^0x([0-9a-f]{4})$/i.exec(text?.trim() ?? '')?.[1]?.toLowerCase() ?? null
