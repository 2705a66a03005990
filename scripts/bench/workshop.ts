import { findDevice } from '../../src/catalog/find-device.ts'
import type { Machine } from '../../src/core/machine/machine.ts'
import { simulatedMachine } from '../../src/core/machine/simulated.ts'

/** A simulated machine of one or more catalogue devices of a kind, 64 GiB of RAM at 80 GB/s. */
export function workshop(device: string, count = 1): Machine {
  const found = findDevice(device)
  if (!found.ok) throw new Error(found.error.message)
  return simulatedMachine({ devices: [{ spec: found.value, count }], ramGib: 64, ramBandwidthGBs: 80 })
}
