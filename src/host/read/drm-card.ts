import type { Bytes } from '../../core/quantity.ts'
import { bytes } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown } from '../../core/reading.ts'
import type { GpuFacts } from './gpu-facts.ts'
import { pciSlot, vendorById } from './gpu-facts.ts'
import { isNotAGpu } from './not-a-gpu.ts'

/** The files of one `/sys/class/drm/cardN`, by their path below it; absent files are null. */
export type CardFiles = ReadonlyMap<string, string | null>

/** What is read of every card. None needs root; all are one page. */
export const cardFiles = [
  'device/uevent',
  'device/vendor',
  'device/device',
  'device/revision',
  'device/product_name',
  'device/mem_info_vram_total',
  'device/mem_info_vram_used',
  'device/mem_info_gtt_total',
  'device/mem_info_gtt_used',
  // i915: local memory of a discrete card
  'lmem_total_bytes',
  // xe: one file per tile
  'device/tile0/physical_vram_size_bytes',
  'device/tile1/physical_vram_size_bytes'
] as const

/**
 * What the kernel says about a card. VRAM is what the driver states; the size of a PCI aperture is never taken for it
 * (256 MiB without resizable BAR, whatever the card holds).
 */
export function readDrmCard(files: CardFiles): GpuFacts | null {
  const uevent = new Map(
    (files.get('device/uevent') ?? '').split('\n').map((line): [string, string] => {
      const at = line.indexOf('=')
      return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1).trim()]
    })
  )
  const [vendorPart, devicePart] = (uevent.get('PCI_ID') ?? '').toLowerCase().split(':')
  const vendorId = hex(files.get('device/vendor')) ?? (vendorPart === '' ? undefined : vendorPart)
  const deviceId = hex(files.get('device/device')) ?? devicePart
  // A display engine that is not on PCI (a phone's or a board's) has no vendor here.
  if (vendorId === undefined || isNotAGpu(vendorId, null)) return null
  const driver = uevent.get('DRIVER') ?? ''
  const product = files.get('device/product_name')?.trim() ?? ''
  const slot = pciSlot(uevent.get('PCI_SLOT_NAME') ?? '')
  const vendor = vendorById(vendorId)
  const common = {
    vendor,
    name:
      product === ''
        ? unknown('the kernel knows the PCI id and not the name')
        : known(product, 'product_name in /sys/class/drm'),
    slot,
    pciId: deviceId === undefined ? null : `${vendorId}:${deviceId}`,
    ...revisionOf(files.get('device/revision'))
  }
  if (vendor === 'amd') return { ...common, ...amdMemory(files, driver) }
  if (vendor === 'intel') return { ...common, ...intelMemory(files, slot) }
  const none = unknown(
    driver === 'nouveau'
      ? 'The open driver nouveau does not say how much memory the card has. Install the NVIDIA driver, or enter it.'
      : 'The kernel does not say how much memory the card has.'
  )
  return { ...common, kind: null, total: none, free: none, borrowed: null }
}

/** https://docs.kernel.org/gpu/amdgpu/driver-misc.html: mem_info_*, bytes. GTT is RAM the GPU may map. */
function amdMemory(files: CardFiles, driver: string): Pick<GpuFacts, 'kind' | 'total' | 'free' | 'borrowed'> {
  const source = (name: string): string => `${name} of amdgpu in /sys/class/drm`
  const pool = (kind: 'vram' | 'gtt'): { total: Reading<Bytes>; free: Reading<Bytes> } => {
    const total = size(files.get(`device/mem_info_${kind}_total`))
    const used = count(files.get(`device/mem_info_${kind}_used`))
    if (total === null) {
      const why = unknown(
        driver === 'radeon'
          ? 'The old driver radeon does not say how much memory the card has; no LLM engine runs on it.'
          : 'The kernel gives no mem_info files for this card.'
      )
      return { total: why, free: why }
    }
    return {
      total: known(total, source(`mem_info_${kind}_total`)),
      free:
        used === null
          ? unknown(`mem_info_${kind}_used is not readable`)
          : known(bytes(Math.max(0, total - used)), source(`mem_info_${kind}_total less _used`))
    }
  }
  const gtt = pool('gtt')
  return { kind: null, ...pool('vram'), borrowed: gtt.total.known ? gtt : null }
}

function intelMemory(
  files: CardFiles,
  slot: string | null
): Pick<GpuFacts, 'kind' | 'total' | 'free' | 'borrowed'> {
  const tiles = ['tile0', 'tile1'].flatMap(
    (tile) => size(files.get(`device/${tile}/physical_vram_size_bytes`)) ?? []
  )
  const local = size(files.get('lmem_total_bytes'))
  const free = unknown('the Intel driver shows used memory to root only')
  if (tiles.length > 0) {
    const sum = tiles.reduce((left, right) => left + right, 0)
    return {
      kind: 'discrete',
      total: known(bytes(sum), 'physical_vram_size_bytes of xe in /sys/class/drm'),
      free,
      borrowed: null
    }
  }
  if (local !== null) {
    return {
      kind: 'discrete',
      total: known(local, 'lmem_total_bytes of i915 in /sys/class/drm'),
      free,
      borrowed: null
    }
  }
  // Every Intel processor has its graphics at 00:02.0; a card is never there.
  const integrated = slot === '0000:00:02'
  const why = unknown(
    integrated
      ? 'Integrated graphics have no memory of their own.'
      : 'The kernel does not say how much memory the card has (i915 before 6.0 and xe before 6.8 have no such file).'
  )
  return { kind: integrated ? 'integrated' : null, total: why, free: why, borrowed: null }
}

/** `0xc1` as a member to spread; nothing for anything else. */
export function revisionOf(text: string | null | undefined): { pciRevision?: string } {
  const revision = /^0x([0-9a-f]{1,2})$/i.exec(text?.trim() ?? '')?.[1]
  return revision === undefined ? {} : { pciRevision: revision.toLowerCase().padStart(2, '0') }
}

const hex = (text: string | null | undefined): string | undefined =>
  /^0x([0-9a-f]{4})$/i.exec(text?.trim() ?? '')?.[1]?.toLowerCase()

function count(text: string | null | undefined): number | null {
  const trimmed = text?.trim() ?? ''
  return /^\d+$/.test(trimmed) ? Number(trimmed) : null
}

/** A size of 0 means that the driver does not know. */
function size(text: string | null | undefined): Bytes | null {
  const value = count(text)
  return value === null || value === 0 ? null : bytes(value)
}
