import type { DeviceSpec } from '../core/machine/device.ts'
import { allDevices, deviceById } from './device-list.ts'

/** Every device, one entry per memory size. Not in `catalog.ts`: the page shows its first answers without them. */
export const devices: readonly DeviceSpec[] = allDevices()

export { deviceById }
