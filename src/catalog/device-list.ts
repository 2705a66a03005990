import type { DeviceSpec } from '../core/machine/device.ts'
import { once } from '../core/once.ts'
import { deviceFiles } from './bundled-devices.ts'
import { deviceSpecs } from './device-specs.ts'

/* The devices for who needs a few of them: a command that names one does not make the entries of all others. */

const products = once(() =>
  deviceFiles.flatMap((file) =>
    file.devices.map((row) => ({
      names: [row.name, ...(row.aliases ?? []), ...Object.keys(row.bandwidthByMemory ?? {})].join('\n'),
      specs: once(() => deviceSpecs(file, row))
    }))
  )
)

/** Every device, one entry per memory size. */
export const allDevices = once((): readonly DeviceSpec[] => products().flatMap(({ specs }) => specs()))

/** Devices of the products in whose names these letters stand, and perhaps a few more; in the order of all. */
export const devicesNaming = (letters: string): readonly DeviceSpec[] =>
  products()
    .filter(({ names }) => names.includes(letters))
    .flatMap(({ specs }) => specs())

const byId = once(
  (): ReadonlyMap<string, DeviceSpec> => new Map(allDevices().map((device) => [device.id, device]))
)

/** The device of a remembered id; undefined when a later catalogue has it no more. */
export const deviceById = (id: string): DeviceSpec | undefined => byId().get(id)
