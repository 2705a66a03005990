import type { DeviceSpec } from '../core/machine/device.ts'
import { deviceFiles } from './bundled-devices.ts'
import { deviceSpecs } from './device-specs.ts'

/** Every device, one entry per memory size. Not in `catalog.ts`: the page shows its first answers without them. */
export const devices: readonly DeviceSpec[] = deviceFiles.flatMap(deviceSpecs)

const byId: ReadonlyMap<string, DeviceSpec> = new Map(devices.map((device) => [device.id, device]))

/** The device of a remembered id; undefined when a later catalogue has it no more. */
export const deviceById = (id: string): DeviceSpec | undefined => byId.get(id)
