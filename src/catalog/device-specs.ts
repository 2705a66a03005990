import type { DeviceSpec } from '../core/machine/device.ts'
import type { DeviceFile } from '../core/schema/device.ts'

/** `GeForce RTX 4090` with 24 GiB gives `geforce-rtx-4090-24`; a part without memory of its own has no size. */
export const deviceId = (name: string, memoryGib: number | null): string =>
  [
    name
      .toLowerCase()
      .replaceAll('+', ' plus ')
      .replace(/[^a-z0-9.]+/g, '-')
      .replace(/^-+|-+$/g, ''),
    ...(memoryGib === null ? [] : [String(memoryGib)])
  ].join('-')

type Row = DeviceFile['devices'][number]

/**
 * One entry per memory size of a product of a devices file. A part that uses system RAM has no bandwidth of its own;
 * it comes once without, for detection, and once with each kind of module, for planning: `Radeon 780M (DDR5-5600)`.
 */
export function deviceSpecs(
  { vendor, source }: DeviceFile,
  { memoryGib: sizes, bandwidthByMemory = {}, ...row }: Row
): DeviceSpec[] {
  const common = { vendor, source, aliases: [], ...row }
  return [
    ...(sizes.length > 0 ? sizes : [null]).map((memoryGib) => ({
      ...common,
      id: deviceId(row.name, memoryGib),
      memoryGib
    })),
    ...Object.entries(bandwidthByMemory).map(([memory, bandwidthGBs]) => {
      const name = `${row.name} (${memory})`
      return { ...common, id: deviceId(name, null), name, aliases: [], memoryGib: null, bandwidthGBs }
    })
  ]
}
