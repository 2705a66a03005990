import { expect, test } from 'vitest'
import { findCpuPlatform, peakBandwidth } from '../../src/catalog/cpu-memory.ts'

test.each([
  ['two channels of DDR4-3200', 3200, { channels: 2 }, 51.2],
  ['two channels of DDR5-5600', 5600, { channels: 2 }, 89.6],
  ['twelve channels of DDR5-4800', 4800, { channels: 12 }, 460.8],
  ['LPDDR5X-8000 on 256 bits', 8000, { bits: 256 }, 256]
] as const)('%s give %s GB/s', (_, megatransfers, bus, gigabytes) => {
  expect(peakBandwidth(megatransfers, bus) / 1e9).toBeCloseTo(gigabytes, 6)
})

test.each([
  ['AMD EPYC 7543 32-Core Processor', 'EPYC 7002 and 7003'],
  ['AMD EPYC 9654 96-Core Processor', 'EPYC 9004'],
  ['AMD EPYC 9755 128-Core Processor', 'EPYC 9005'],
  ['AMD Ryzen 7 5800X3D 8-Core Processor', 'Ryzen 5000'],
  ['AMD Ryzen 9 7950X 16-Core Processor', 'Ryzen 7000 and 9000'],
  ['AMD Ryzen Threadripper PRO 5955WX 16-Cores', 'Threadripper PRO 3000 and 5000'],
  ['AMD Ryzen Threadripper 3970X 32-Core Processor', 'Threadripper 3000'],
  ['Intel(R) Xeon(R) Platinum 8480+', 'Xeon Sapphire Rapids'],
  ['Intel(R) Core(TM) i9-14900K', 'Core of the 13th and 14th generation'],
  ['AMD Ryzen 7 7840HS w/ Radeon 780M Graphics', undefined],
  ['Intel(R) Core(TM) i7-12700K', undefined],
  ['Apple M2 Max', undefined]
])('%s: %s', (cpu, name) => {
  expect(findCpuPlatform(cpu)?.name).toBe(name)
})
