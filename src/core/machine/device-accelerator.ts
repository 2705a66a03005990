import type { Bytes, BytesPerSecond } from '../quantity.ts'
import { gib, gigabytesPerSecond } from '../quantity.ts'
import type { Reading } from '../reading.ts'
import { known, unknown } from '../reading.ts'
import { appleGpuBudget } from './apple-memory.ts'
import type { DeviceSpec } from './device.ts'
import type { Accelerator, Platform } from './machine.ts'
import { sharedGraphicsMemory } from './shared-graphics-memory.ts'
import { usualBackend } from './usual-backend.ts'

/** What a device takes from the machine it is in. */
export interface DeviceSurroundings {
  readonly platform: Platform
  /** All RAM: graphics without memory of their own may use a share of it. */
  readonly ram: Reading<Bytes>
  /** Speed of the RAM that is plugged in, at which graphics of a processor run; unknown leaves the catalogue's. */
  readonly ramBandwidth: Reading<BytesPerSecond>
}

/** A catalogue device in a machine, with all its memory free. */
export function deviceAccelerator(
  spec: DeviceSpec,
  id: string,
  { platform, ram, ramBandwidth }: DeviceSurroundings
): Accelerator {
  const total = memory(spec, platform, ram)
  return {
    id,
    name: known(spec.name, 'device catalogue', 'catalogue'),
    vendor: spec.vendor,
    kind: spec.kind,
    total,
    free: total,
    bandwidth: spec.kind === 'integrated' && ramBandwidth.known ? ramBandwidth : bandwidth(spec),
    device: spec,
    backend: usualBackend(spec.vendor, spec.kind, platform),
    sharesHostMemory: spec.kind !== 'discrete'
  }
}

const bandwidth = ({ bandwidthGBs }: DeviceSpec): Reading<BytesPerSecond> =>
  bandwidthGBs === null
    ? unknown('No data sheet states the bandwidth of this device.')
    : known(gigabytesPerSecond(bandwidthGBs), 'device catalogue', 'catalogue')

function memory(spec: DeviceSpec, platform: Platform, ram: Reading<Bytes>): Reading<Bytes> {
  if (spec.kind === 'integrated') return sharedGraphicsMemory(platform, ram)
  if (spec.memoryGib === null) return unknown(`The catalogue gives no memory for ${spec.name}.`)
  if (spec.vendor === 'apple') {
    return known(appleGpuBudget(gib(spec.memoryGib), null), 'default share of memory on macOS 26', 'derived')
  }
  // AMD's "variable graphics memory" gives a Ryzen AI Max at most 96 of 128 GB.
  if (spec.vendor === 'amd' && spec.kind === 'unified') {
    return known(gib(spec.memoryGib * 0.75), 'three quarters of memory, the most that can be set', 'derived')
  }
  return known(gib(spec.memoryGib), 'device catalogue', 'catalogue')
}
