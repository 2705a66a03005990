import { namesMeant } from '../../src/catalog/device-name.ts'
import type { DeviceSpec } from '../../src/core/machine/device.ts'
import { err, ok } from '../../src/core/result.ts'
import type { FindDevice } from '../../src/host/combine/match-device.ts'

const device = (
  name: string,
  vendor: DeviceSpec['vendor'],
  memoryGib: number | null,
  bandwidthGBs: number,
  kind: DeviceSpec['kind'] = 'discrete'
): DeviceSpec => ({
  id: `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${memoryGib ?? 0}`,
  name,
  aliases: [],
  vendor,
  kind,
  memoryGib,
  bandwidthGBs,
  source: 'test'
})

/** A few devices with published figures: one name with one size, one with two, shared ones. */
export const testDevices: readonly DeviceSpec[] = [
  device('NVIDIA GeForce RTX 4090', 'nvidia', 24, 1008),
  device('NVIDIA GeForce RTX 4060 Ti', 'nvidia', 8, 288),
  device('NVIDIA GeForce RTX 4060 Ti', 'nvidia', 16, 288),
  device('NVIDIA GB10', 'nvidia', 128, 273, 'unified'),
  device('AMD Radeon RX 9070 XT', 'amd', 16, 640),
  device('Radeon RX 7700 XT', 'amd', 12, 432),
  device('Radeon RX 7800 XT', 'amd', 16, 624),
  device('AMD RYZEN AI MAX+ 395 w/ Radeon 8060S', 'amd', 128, 256, 'unified'),
  device('AMD Radeon AI PRO R9700', 'amd', 32, 640),
  device('Radeon 8060S Graphics', 'amd', 64, 256, 'unified'),
  device('Radeon 8060S Graphics', 'amd', 128, 256, 'unified'),
  device('Radeon 780M Graphics', 'amd', null, 89.6, 'integrated'),
  device('Apple M2 Max (30-core GPU)', 'apple', 32, 400, 'unified'),
  device('Apple M2 Max (30-core GPU)', 'apple', 64, 400, 'unified'),
  device('Apple M2 Max (38-core GPU)', 'apple', 32, 400, 'unified')
]

/** Exact names only, one or the several that lspci prints for a chip, and refuses to choose between sizes. */
export const testCatalog: FindDevice = (name, memoryGib) => {
  const meant = namesMeant(name)
  const same = testDevices.filter((one) => meant.includes(one.name))
  const fitting =
    memoryGib === undefined
      ? same
      : same.filter(
          ({ memoryGib: printed }) =>
            printed === null || (memoryGib >= 0.87 * printed && memoryGib <= 1.01 * printed)
        )
  const [only, ...others] = fitting
  return only && others.length === 0 ? ok(only) : err(`${fitting.length} devices called ${name}`)
}
