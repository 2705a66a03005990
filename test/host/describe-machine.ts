import type { Accelerator, Machine } from '../../src/core/machine/machine.ts'
import type { Bytes, BytesPerSecond } from '../../src/core/quantity.ts'
import type { Reading } from '../../src/core/reading.ts'

/** MiB with two digits of GiB: exact enough to see every difference that matters. */
const size = (reading: Reading<Bytes>): string =>
  reading.known ? `${(reading.value / 2 ** 30).toFixed(2)} GiB` : 'unknown'

const rate = (reading: Reading<BytesPerSecond>): string =>
  reading.known ? `${(reading.value / 1e9).toFixed(1)} GB/s` : 'unknown'

export const describeGpu = (one: Accelerator): string =>
  `${one.name.known ? one.name.value : 'unnamed'}: ${one.kind}, ${size(one.free)} free of ${size(one.total)}, ` +
  `${rate(one.bandwidth)}, ${one.backend}${one.sharesHostMemory ? ', in RAM' : ''}`

/** A machine in lines that a person can check against the fixture. */
export const describeMachine = ({ platform, environment, ram, accelerators }: Machine): string[] => [
  `${platform} ${environment}, ${size(ram.available)} free of ${size(ram.total)}, ${rate(ram.bandwidth)}`,
  ...accelerators.map(describeGpu)
]
