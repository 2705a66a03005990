import type { Bytes, BytesPerSecond } from '../quantity.ts'
import { bytes, gib, gigabytesPerSecond } from '../quantity.ts'
import type { Reading } from '../reading.ts'
import { known, unknown } from '../reading.ts'
import type { DeviceSpec } from './device.ts'
import { deviceAccelerator } from './device-accelerator.ts'
import type { Machine, Platform } from './machine.ts'

export interface SimulatedDevices {
  readonly spec: DeviceSpec
  readonly count: number
}

export interface Simulation {
  readonly devices: readonly SimulatedDevices[]
  /** GiB. A unified device brings its memory along, so this counts for the others only. */
  readonly ramGib: number
  /** Decimal GB/s. */
  readonly ramBandwidthGBs?: number
  readonly platform?: Platform
}

const asked = 'entered by hand'

/** A machine of catalogue devices with nothing else running: every device and all RAM are free. */
export function simulatedMachine({ devices, ramGib, ramBandwidthGBs, platform }: Simulation): Machine {
  const apple = devices.some(({ spec }) => spec.vendor === 'apple')
  const system = platform ?? (apple ? 'macos' : 'linux')
  const unified = devices.find(({ spec }) => spec.kind === 'unified' && spec.memoryGib !== null)?.spec
  const ram: Reading<Bytes> = unified?.memoryGib
    ? known(gib(unified.memoryGib), `memory of ${unified.name}, device catalogue`, 'catalogue')
    : known(bytes(Math.round(gib(ramGib))), asked, 'user')
  const askedBandwidth: Reading<BytesPerSecond> =
    ramBandwidthGBs === undefined
      ? unknown('No RAM bandwidth was given for this simulated machine.')
      : known(gigabytesPerSecond(ramBandwidthGBs), asked, 'user')
  const ownBandwidthGBs = unified?.bandwidthGBs ?? null
  return {
    name: devices.length === 0 ? 'a machine without a GPU' : devices.map(describe).join(' and '),
    platform: system,
    os: unknown('A simulated machine has no system to read.'),
    environment: 'physical',
    cpu: {
      name: unknown('A simulated machine has no processor to read.'),
      physicalCores: unknown('A simulated machine has no processor to read.'),
      logicalCores: unknown('A simulated machine has no processor to read.')
    },
    ram: {
      total: ram,
      available: ram,
      bandwidth:
        askedBandwidth.known || ownBandwidthGBs === null
          ? askedBandwidth
          : known(gigabytesPerSecond(ownBandwidthGBs), 'device catalogue', 'catalogue')
    },
    accelerators: devices
      .flatMap(({ spec, count }) => Array.from({ length: count }, () => spec))
      .map((spec, index) =>
        deviceAccelerator(spec, `gpu${index}`, { platform: system, ram, ramBandwidth: askedBandwidth })
      ),
    notes: []
  }
}

const describe = ({ spec, count }: SimulatedDevices): string =>
  count === 1 ? spec.name : `${count} x ${spec.name}`
