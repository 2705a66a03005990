import type { DeviceSpec } from '../core/machine/device.ts'
import { err, ok, type Result } from '../core/result.ts'
import { allDevices, devicesNaming } from './device-list.ts'
import {
  deviceKey,
  namesMeant,
  sizeInKey,
  withoutLine,
  withoutLink,
  withoutSize,
  isSizeWord
} from './device-name.ts'
import { nearest } from './nearest.ts'

export interface DeviceNotFound {
  readonly kind: 'unknown-device' | 'ambiguous-device' | 'unknown-size'
  /** What is wrong and what to name instead, as a sentence. */
  readonly message: string
  /** Devices that may have been meant. */
  readonly near: readonly DeviceSpec[]
}

/** From strict to loose: the first way of reading names that finds anything of the right size decides. */
const readings = [
  (key: string) => key,
  withoutLine,
  withoutSize,
  (key: string) => withoutLine(withoutSize(key)),
  (key: string) => withoutLink(withoutLine(withoutSize(key)))
] as const

type Index = ReadonlyMap<string, readonly DeviceSpec[]>

const indexes = readings.map(() => new Map<string, Index>())

/**
 * Devices by their names read one way, of those in whose names the key's longest number stands: reading a name takes
 * its time, and one that is read to the same key has that number too. A key without a number may be of any device.
 */
function indexFor(level: number, read: (key: string) => string, key: string): Index {
  const [number = ''] = (key.match(/\d+/g) ?? []).toSorted((a, b) => b.length - a.length)
  const before = indexes[level]?.get(number)
  if (before) return before
  const index = new Map<string, DeviceSpec[]>()
  for (const device of devicesNaming(number)) {
    const keys = new Set([device.name, ...device.aliases].map((name) => read(deviceKey(name))))
    for (const each of keys) if (each !== '') index.set(each, [...(index.get(each) ?? []), device])
  }
  indexes[level]?.set(number, index)
  return index
}

/**
 * Reported memory against what is printed on the box: ECC takes up to 1/16, a display, firmware and page tables a
 * little more; never more than printed, but for rounding.
 */
export const isSize = (reported: number, printed: number): boolean =>
  reported >= 0.87 * printed && reported <= 1.01 * printed

/**
 * Of the devices of one name, those with this memory. Of a unified part the system may keep any share for itself,
 * so that the smallest size that holds what is reported is meant.
 */
function ofSize(candidates: readonly DeviceSpec[], memoryGib: number | undefined): readonly DeviceSpec[] {
  if (memoryGib === undefined) return candidates
  const exact = candidates.filter(({ memoryGib: printed }) => printed === null || isSize(memoryGib, printed))
  if (exact.length > 0 || !candidates.every(({ kind }) => kind === 'unified')) return exact
  const holding = candidates.filter(({ memoryGib: printed }) => printed !== null && printed >= memoryGib)
  const smallest = Math.min(...holding.map(({ memoryGib: printed }) => printed ?? Infinity))
  return holding.filter(({ memoryGib: printed }) => printed === smallest)
}

/**
 * The catalogue device of a name as a driver, lspci or a person writes it.
 *
 * @param memoryGib memory in GiB, as reported or as printed: decides between sizes of one product, and is held
 *   against the size of the only one
 * @param vendor only devices of this vendor
 */
export function findDevice(
  name: string,
  memoryGib?: number,
  vendor?: DeviceSpec['vendor']
): Result<DeviceSpec, DeviceNotFound> {
  let named: readonly DeviceSpec[] = []
  for (const [level, read] of readings.entries()) {
    const candidates = new Set<DeviceSpec>()
    const found = new Set<DeviceSpec>()
    for (const meant of namesMeant(name)) {
      const key = deviceKey(meant)
      const asked = read(key)
      const all = indexFor(level, read, asked).get(asked) ?? []
      const ofVendor = all.filter((device) => vendor === undefined || device.vendor === vendor)
      for (const device of ofVendor) candidates.add(device)
      // A size in the name counts only where it was left out to find it: a GH200 480GB has 96 GiB.
      const size = memoryGib ?? (asked.split(' ').some(isSizeWord) ? undefined : sizeInKey(key))
      for (const device of ofSize(ofVendor, size)) found.add(device)
    }
    const [only, ...others] = found
    if (only && others.length === 0) return ok(only)
    if (only) return err(ambiguous(name, [only, ...others]))
    if (candidates.size > 0) named = [...candidates]
  }
  return err(named.length > 0 ? wrongSize(name, memoryGib, named) : unknownDevice(name, vendor))
}

const sized = ({ name, memoryGib }: DeviceSpec): string =>
  memoryGib === null ? name : `${name}, ${memoryGib} GiB`

function ambiguous(name: string, near: readonly DeviceSpec[]): DeviceNotFound {
  return {
    kind: 'ambiguous-device',
    message: `“${name}” may be ${listed(near.map(sized), 'or')}. Name one of them with its memory.`,
    near
  }
}

function wrongSize(name: string, memoryGib: number | undefined, near: readonly DeviceSpec[]): DeviceNotFound {
  const asked = memoryGib === undefined ? 'that memory' : `${Number(memoryGib.toFixed(1))} GiB`
  return {
    kind: 'unknown-size',
    message: `The catalogue knows no “${name}” with ${asked}, only ${listed(near.map(sized), 'and')}.`,
    near
  }
}

function unknownDevice(name: string, vendor: DeviceSpec['vendor'] | undefined): DeviceNotFound {
  const ofVendor = allDevices().filter((device) => vendor === undefined || device.vendor === vendor)
  // One size of each product is enough for a hint.
  const pool = [...new Map(ofVendor.map((device) => [device.name, device])).values()]
  const near = nearest(name, pool, (device) => [device.name, ...device.aliases])
  const hint =
    near.length > 0
      ? ` Near it: ${listed(
          near.map((device) => device.name),
          'and'
        )}.`
      : ''
  return { kind: 'unknown-device', message: `The catalogue has no device “${name}”.${hint}`, near }
}

function listed(names: readonly string[], word: 'and' | 'or'): string {
  const unique = [...new Set(names)]
  const shown = unique.slice(0, 6)
  if (unique.length > shown.length) return `${shown.join('; ')} ${word} ${unique.length - shown.length} more`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join('; ')} ${word} ${shown.at(-1) ?? ''}`
}
