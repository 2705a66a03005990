import type { DeviceSpec } from '../core/machine/device.ts'
import { once } from '../core/once.ts'
import { deviceFiles } from './bundled-devices.ts'
import { allDevices } from './device-list.ts'
import { isSize } from './find-device.ts'

/** The products behind one PCI id: those with a row, and the names of those without. */
export interface PciProducts {
  readonly devices: readonly DeviceSpec[]
  /** Products without a row that may be meant as well, with this memory or with sizes that are not known. */
  readonly others: readonly string[]
}

const byPciId = once(() => {
  const found = new Map<string, DeviceSpec[]>()
  for (const device of allDevices()) {
    // A part in system RAM comes once more with each kind of module; the plain row stands for it.
    if (device.memoryGib === null && device.bandwidthGBs !== null && / \(.*\)$/.test(device.name)) continue
    for (const id of device.pciIds ?? []) found.set(id, [...(found.get(id) ?? []), device])
  }
  return found
})

const otherProducts = once(
  () => new Map(deviceFiles.flatMap((file) => Object.entries(file.otherProducts ?? {})))
)

/**
 * What a PCI id may be: makers put one chip, and so one id, on several products, which only their memory tells apart.
 *
 * @param id `1002:744c`, vendor and device in lower case; `1002:744c:c8` with the revision, by which AMD tells the
 *   products of one chip apart, where it is listed
 * @param memoryGib as reported; left out, every size is given
 */
export function findPciProducts(id: string, memoryGib?: number): PciProducts {
  const ofRevision = byPciId().get(id)
  if (ofRevision && id.length > 9) return { devices: sized(ofRevision, memoryGib), others: [] }
  const chip = id.slice(0, 9)
  const fits = (printed: number): boolean => memoryGib === undefined || isSize(memoryGib, printed)
  return {
    devices: sized(byPciId().get(chip) ?? [], memoryGib),
    others: Object.entries(otherProducts().get(chip) ?? {})
      .filter(([, sizes]) => sizes.length === 0 || sizes.some(fits))
      .map(([name]) => name)
  }
}

/** Of a part that shares memory with the system, the size is the machine's and decides elsewhere. */
const sized = (candidates: readonly DeviceSpec[], memoryGib: number | undefined): DeviceSpec[] =>
  candidates.filter(
    ({ kind, memoryGib: printed }) =>
      kind !== 'discrete' || printed === null || memoryGib === undefined || isSize(memoryGib, printed)
  )
