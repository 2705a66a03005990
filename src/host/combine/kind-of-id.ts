import type { AcceleratorKind } from '../../core/machine/machine.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import type { DeviceCatalogue } from './match-device.ts'

/** What the catalogue knows the products behind a PCI id to be; null where it has none, or of several kinds. */
export function kindOfId(gpu: GpuFacts, { findPciProducts }: DeviceCatalogue): AcceleratorKind | null {
  if (gpu.kind !== null || gpu.pciId === null) return null
  const kinds = new Set(findPciProducts?.(gpu.pciId).devices.map(({ kind }) => kind))
  const [kind] = kinds
  return kinds.size === 1 ? (kind ?? null) : null
}
