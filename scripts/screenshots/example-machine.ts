import { findDevice } from '../../src/catalog/find-device.ts'
import type { Machine } from '../../src/core/machine/machine.ts'
import { simulatedMachine } from '../../src/core/machine/simulated.ts'
import { bytes, gib } from '../../src/core/quantity.ts'
import { known, mapReading, type Reading } from '../../src/core/reading.ts'
import type { Bytes } from '../../src/core/quantity.ts'

const source = 'a simulated machine'

/** What a desktop, a browser and a chat program hold while a model is loaded beside them. */
const held = { vram: gib(1.2), ram: gib(7.8) }

const less = (reading: Reading<Bytes>, taken: Bytes): Reading<Bytes> =>
  mapReading(reading, (value) => bytes(Math.round(value - taken)))

/**
 * The machine of the pictures: a usual desktop with one 16 GiB card, named as simulated wherever its name stands. The
 * card and its figures come from the device catalogue; RAM is two channels of DDR5-5600 (2 x 8 B x 5.6 GT/s).
 */
export function exampleMachine(): Machine {
  const found = findDevice('GeForce RTX 4070 Ti SUPER')
  if (!found.ok) throw new Error(found.error.message)
  const machine = simulatedMachine({
    devices: [{ spec: found.value, count: 1 }],
    ramGib: 32,
    ramBandwidthGBs: 89.6
  })
  return {
    ...machine,
    name: source,
    os: known('Linux', source, 'user'),
    cpu: {
      name: known('AMD Ryzen 7 7800X3D', source, 'user'),
      physicalCores: known(8, source, 'user'),
      logicalCores: known(16, source, 'user')
    },
    ram: { ...machine.ram, available: less(machine.ram.available, held.ram) },
    accelerators: machine.accelerators.map((gpu) => ({ ...gpu, free: less(gpu.free, held.vram) }))
  }
}
