import type { Bytes } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { prefer } from '../../core/reading.ts'
import type { AcceleratorKind, Vendor } from '../../core/machine/machine.ts'

/** System memory a GPU may borrow, beside the memory that is its own. */
export interface Borrowed {
  readonly total: Reading<Bytes>
  readonly free: Reading<Bytes>
}

/** What one source says about one GPU. Sources are joined by PCI slot, or by PCI id and name. */
export interface GpuFacts {
  readonly vendor: Vendor
  readonly name: Reading<string>
  /** `0000:01:00`: domain, bus and device without the function, so that two functions are one GPU. */
  readonly slot: string | null
  /** `10de:2684`: vendor and device. */
  readonly pciId: string | null
  /** `c1`: the revision, by which AMD tells the products of one chip apart; absent where the source does not say. */
  readonly pciRevision?: string
  /** Null where the source cannot tell. */
  readonly kind: AcceleratorKind | null
  /** Memory of its own: VRAM, or the part of RAM the firmware set aside for it. */
  readonly total: Reading<Bytes>
  readonly free: Reading<Bytes>
  readonly borrowed: Borrowed | null
  /** Apple: cores of the GPU, which tell variants of one chip apart. */
  readonly gpuCores?: number
}

/** Joins what two sources say about the same GPU; the first one is believed where both know. */
export function joinFacts(first: GpuFacts, second: GpuFacts): GpuFacts {
  // Total and free come from the same source: figures of two sources do not subtract.
  const memory = first.total.known || !second.total.known ? first : second
  const pciRevision = first.pciRevision ?? second.pciRevision
  return {
    ...first,
    ...(pciRevision === undefined ? {} : { pciRevision }),
    name: prefer(first.name, second.name),
    slot: first.slot ?? second.slot,
    pciId: first.pciId ?? second.pciId,
    kind: first.kind ?? second.kind,
    total: memory.total,
    free: memory.free,
    borrowed: first.borrowed ?? second.borrowed
  }
}

/**
 * Adds a second list to a first: the same GPU by slot, else by PCI id or name, each taken once. What the first list
 * does not have is appended.
 */
export function mergeGpus(first: readonly GpuFacts[], second: readonly GpuFacts[]): GpuFacts[] {
  const merged = [...first]
  const taken = new Set<number>()
  for (const gpu of second) {
    const at = merged.findIndex(
      (other, index) => index < first.length && !taken.has(index) && same(other, gpu)
    )
    const other = merged[at]
    if (other) {
      merged[at] = joinFacts(other, gpu)
      taken.add(at)
    } else {
      merged.push(gpu)
    }
  }
  return merged
}

function same(one: GpuFacts, two: GpuFacts): boolean {
  if (one.vendor !== two.vendor) return false
  if (one.slot !== null && two.slot !== null) return one.slot === two.slot
  if (one.pciId !== null && two.pciId !== null) return one.pciId === two.pciId
  return one.name.known && two.name.known && plain(one.name.value) === plain(two.name.value)
}

/** Drivers differ in `NVIDIA GeForce`, `(R)` and case; the product is the same. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\((?:r|tm)\)|^nvidia |^amd |^intel /g, '')
    .trim()

/** `00000000:2D:00.0`, `2d:00.0` and `0000:2d:00.0` as `0000:2d:00`; null for `N/A`. */
export function pciSlot(address: string): string | null {
  const match = /^(?:([0-9a-f]{4,8}):)?([0-9a-f]{2}):([0-9a-f]{2})(?:\.[0-9a-f])?$/i.exec(address.trim())
  if (!match) return null
  const domain = parseInt(match[1] ?? '0', 16)
    .toString(16)
    .padStart(4, '0')
  return `${domain}:${match[2] ?? ''}:${match[3] ?? ''}`.toLowerCase()
}

const vendorIds: Readonly<Record<string, Vendor>> = {
  '10de': 'nvidia',
  '1002': 'amd',
  '1022': 'amd',
  '8086': 'intel',
  '106b': 'apple'
}

/** The maker by PCI vendor id, four hexadecimal digits in lower case. */
export const vendorById = (id: string): Vendor => vendorIds[id] ?? 'other'

/** The maker by a name or a company as drivers print them. */
export function vendorByName(name: string): Vendor {
  if (/nvidia|geforce|quadro|tesla|nvgpu/i.test(name)) return 'nvidia'
  if (/\bamd\b|\bati\b|radeon|advanced micro|instinct/i.test(name)) return 'amd'
  if (/\bintel\b|intel\(r\)/i.test(name)) return 'intel'
  if (/apple/i.test(name)) return 'apple'
  return 'other'
}
