import type { DeviceSpec } from '../../core/machine/device.ts'
import { findDevice } from '../find-device.ts'
import { nearest } from '../nearest.ts'
import { devices } from '../devices.ts'
import { searchDevices } from '../search-devices.ts'
import { inUsualOrder } from './usual-cards.ts'

/** Devices that a name may mean, the likeliest first. */
export interface Named {
  readonly choices: readonly DeviceSpec[]
  /** `name`: called so; `start`: begins so, as while it is typed; `guess`: looks like it, for a person to choose. */
  readonly by: 'name' | 'start' | 'guess'
}

/** Called so in full, with this memory in GiB where a size was said; null where nothing is. */
export function namedFully(name: string, memoryGib?: number): Named | null {
  const found = findDevice(name, memoryGib)
  if (found.ok) return { choices: [found.value], by: 'name' }
  if (found.error.kind !== 'ambiguous-device') return null
  // Of one product in several sizes, or one chip in several cuts, the smaller is the safer first choice.
  const near = [...found.error.near].sort(
    (a, b) => (a.memoryGib ?? 0) - (b.memoryGib ?? 0) || (a.gpuCores ?? 0) - (b.gpuCores ?? 0)
  )
  return { choices: near, by: 'name' }
}

export function cardNamed(name: string, memoryGib?: number): Named | null {
  const full = namedFully(name, memoryGib)
  if (full) return full
  const ofSize = (spec: DeviceSpec): boolean => memoryGib === undefined || spec.memoryGib === memoryGib
  const starting = searchDevices(devices, name).filter(ofSize)
  if (starting.length > 0 && /[a-z\d]{2}/.test(name)) {
    const [first] = starting
    // An exact number (`4070`) keeps its own order, a beginning (`40`) is offered in the usual one.
    const choices = first && name.length > 3 ? starting : inUsualOrder(starting)
    return { choices, by: 'start' }
  }
  const near = nearest(name, devices.filter(ofSize), (device) => [device.name, ...device.aliases])
  return near.length > 0 ? { choices: near, by: 'guess' } : null
}
