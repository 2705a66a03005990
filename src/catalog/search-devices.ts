import { gbPerSecond } from '../core/format.ts'
import type { DeviceSpec } from '../core/machine/device.ts'
import type { Platform } from '../core/machine/machine.ts'
import { gigabytesPerSecond } from '../core/quantity.ts'

export const deviceSize = ({ memoryGib }: DeviceSpec): string =>
  memoryGib === null ? 'shares RAM' : `${memoryGib} GiB`

export const deviceBandwidth = ({ bandwidthGBs }: DeviceSpec): string =>
  bandwidthGBs === null ? 'bandwidth unknown' : gbPerSecond(gigabytesPerSecond(bandwidthGBs))

/** What stands in the field once a device is chosen: with the size, which tells two of one name apart. */
export const deviceTitle = (device: DeviceSpec): string =>
  device.memoryGib === null ? device.name : `${device.name}, ${deviceSize(device)}`

/** Letters and digits apart, so that `rtx4070ti` is `rtx 4070 ti`. */
const wordsOf = (text: string): readonly string[] =>
  text.toLowerCase().match(/\d+(?:\.\d+)?|[a-z]+|\+/g) ?? []

/** Apple's chips are only found in Macs, and Macs have no other graphics than theirs and, before 2020, AMD's and Intel's. */
export const devicesFor = (devices: readonly DeviceSpec[], platform: Platform): readonly DeviceSpec[] =>
  devices.filter(({ vendor }) =>
    platform === 'macos' ? ['apple', 'amd', 'intel'].includes(vendor) : vendor !== 'apple'
  )

/**
 * Devices that have every word of what was typed, or one that begins so: in the name, an alias, the vendor or the
 * size. The name with the fewest other words first (`4070 ti` before `4070 Ti SUPER`), then the newer.
 */
export function searchDevices(devices: readonly DeviceSpec[], query: string): readonly DeviceSpec[] {
  const wanted = wordsOf(query.slice(0, 100))
  return devices
    .flatMap((device) => {
      const name = wordsOf(deviceTitle(device))
      const others = wordsOf([device.vendor, ...device.aliases].join(' '))
      if (!wanted.every((word) => [...name, ...others].some((known) => known.startsWith(word)))) return []
      // A title in full is that device: a number that stands in it twice would make others as near.
      if (name.join(' ') === wanted.join(' ')) return [{ device, strange: -1 }]
      const strange = name.filter((word) => !wanted.includes(word)).length
      return [{ device, strange: wanted.length === 0 ? 0 : strange }]
    })
    .sort((a, b) => a.strange - b.strange || (b.device.releaseYear ?? 0) - (a.device.releaseYear ?? 0))
    .map(({ device }) => device)
}
