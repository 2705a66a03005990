import type { Bytes } from '../quantity.ts'
import { gib, gigabytesPerSecond } from '../quantity.ts'
import type { Reading } from '../reading.ts'
import { known, unknown } from '../reading.ts'
import { appleGpuBudget } from './apple-memory.ts'
import type { DeviceSpec } from './device.ts'
import type { Accelerator, Machine, Platform } from './machine.ts'
import { sharedGraphicsMemory } from './shared-graphics-memory.ts'
import { usualBackend } from './usual-backend.ts'

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

const asked = 'asked for'

/** A machine of catalogue devices with nothing else running: every device and all RAM are free. */
export function simulatedMachine({ devices, ramGib, ramBandwidthGBs, platform }: Simulation): Machine {
  const apple = devices.some(({ spec }) => spec.vendor === 'apple')
  const system = platform ?? (apple ? 'macos' : 'linux')
  const unified = devices.find(({ spec }) => spec.kind === 'unified' && spec.memoryGib !== null)?.spec
  const ram: Reading<Bytes> = unified?.memoryGib
    ? known(gib(unified.memoryGib), `memory of ${unified.name}, device catalogue`, 'catalogue')
    : known(gib(ramGib), asked, 'user')
  const bandwidthGBs = ramBandwidthGBs ?? unified?.bandwidthGBs ?? null
  return {
    name: devices.length === 0 ? 'a machine without a GPU' : devices.map(describe).join(' and '),
    platform: system,
    os: unknown('A machine that is thought up has no system to ask.'),
    environment: 'physical',
    cpu: {
      name: unknown('No processor was asked for.'),
      physicalCores: unknown('No processor was asked for.'),
      logicalCores: unknown('No processor was asked for.')
    },
    ram: {
      total: ram,
      available: ram,
      bandwidth:
        bandwidthGBs === null
          ? unknown('No RAM bandwidth was asked for.')
          : ramBandwidthGBs === undefined
            ? known(gigabytesPerSecond(bandwidthGBs), 'device catalogue', 'catalogue')
            : known(gigabytesPerSecond(bandwidthGBs), asked, 'user')
    },
    accelerators: devices
      .flatMap(({ spec, count }) => Array.from({ length: count }, () => spec))
      .map((spec, index) => accelerator(spec, index, system, ram, ramBandwidthGBs)),
    notes: []
  }
}

const describe = ({ spec, count }: SimulatedDevices): string =>
  count === 1 ? spec.name : `${count} x ${spec.name}`

function accelerator(
  spec: DeviceSpec,
  index: number,
  platform: Platform,
  ram: Reading<Bytes>,
  ramBandwidthGBs: number | undefined
): Accelerator {
  const total = memory(spec, platform, ram)
  // Graphics of a processor run at the speed of the RAM that is plugged in.
  const ownBandwidth = spec.kind !== 'integrated' || ramBandwidthGBs === undefined
  const bandwidthGBs = ownBandwidth ? spec.bandwidthGBs : ramBandwidthGBs
  return {
    id: `gpu${index}`,
    name: known(spec.name, 'device catalogue', 'catalogue'),
    vendor: spec.vendor,
    kind: spec.kind,
    total,
    free: total,
    bandwidth:
      bandwidthGBs === null
        ? unknown('No data sheet states the bandwidth of this device.')
        : known(
            gigabytesPerSecond(bandwidthGBs),
            ownBandwidth ? 'device catalogue' : asked,
            ownBandwidth ? 'catalogue' : 'user'
          ),
    device: spec,
    backend: usualBackend(spec.vendor, spec.kind, platform),
    sharesHostMemory: spec.kind !== 'discrete'
  }
}

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
