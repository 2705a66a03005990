import { expect, test } from 'vitest'
import type { Vendor } from '../../../src/core/machine/machine.ts'
import { gib, mib } from '../../../src/core/quantity.ts'
import { known, unknown } from '../../../src/core/reading.ts'
import { judgeKind } from '../../../src/host/combine/judge-kind.ts'
import { isNotAGpu } from '../../../src/host/read/not-a-gpu.ts'

const judged = (
  vendor: Vendor,
  name: string,
  pciId: string | null = null,
  memory: number | null = null
): string =>
  judgeKind(
    {
      vendor,
      name: name === '' ? unknown('none') : known(name, 'test'),
      slot: null,
      pciId,
      kind: null,
      total: memory === null ? unknown('none') : known(gib(memory), 'test'),
      free: unknown('none'),
      borrowed: null
    },
    ''
  )

test.each<[Vendor, string, string]>([
  ['nvidia', 'NVIDIA GeForce RTX 4090', 'discrete'],
  ['nvidia', 'NVIDIA GB10', 'unified'],
  ['nvidia', 'NVIDIA GB200', 'discrete'],
  ['nvidia', 'NVIDIA GH200 480GB', 'discrete'],
  ['nvidia', 'Orin (nvgpu)', 'unified'],
  ['nvidia', 'NVIDIA Thor', 'unified'],
  ['amd', 'AMD Radeon RX 7900 XTX', 'discrete'],
  ['amd', 'AMD Radeon RX 9070 XT', 'discrete'],
  ['amd', 'Radeon RX Vega', 'discrete'],
  ['amd', 'Radeon RX 570 Series', 'discrete'],
  ['amd', 'AMD Radeon RX 6800M', 'discrete'],
  ['amd', 'AMD Instinct MI300X', 'discrete'],
  ['amd', 'AMD Radeon Pro W7900', 'discrete'],
  ['amd', 'AMD Radeon(TM) Graphics', 'integrated'],
  ['amd', 'AMD Radeon 780M Graphics', 'integrated'],
  ['amd', 'AMD Radeon(TM) 890M Graphics', 'integrated'],
  ['amd', 'AMD Radeon(TM) Vega 8 Graphics', 'integrated'],
  ['amd', 'AMD Radeon(TM) 8060S Graphics', 'unified'],
  ['intel', 'Intel(R) UHD Graphics 770', 'integrated'],
  ['intel', 'Intel(R) Iris(R) Xe Graphics', 'integrated'],
  ['intel', 'Intel(R) Arc(TM) Graphics', 'integrated'],
  ['intel', 'Intel(R) Arc(TM) 140V GPU (16GB)', 'integrated'],
  ['intel', 'Intel(R) Arc(TM) B390 GPU', 'integrated'],
  ['intel', 'Intel(R) Arc(TM) A770 Graphics', 'discrete'],
  ['intel', 'Intel(R) Arc(TM) A770M Graphics', 'discrete'],
  ['intel', 'Intel(R) Arc(TM) B580 Graphics', 'discrete'],
  ['intel', 'Intel(R) Arc(TM) Pro B60 Graphics', 'discrete'],
  ['intel', 'Intel(R) Arc(TM) Pro B70 Graphics', 'discrete'],
  ['other', 'Qualcomm(R) Adreno(TM) X1-85 GPU', 'integrated'],
  ['intel', 'Intel(R) Data Center GPU Flex 170', 'discrete'],
  ['apple', 'Apple M4 Max', 'unified']
])('%s %s is %s', (vendor, name, kind) => {
  expect(judged(vendor, name)).toBe(kind)
})

test('by its PCI id, where there is no name', () => {
  expect(judged('amd', '', '1002:1586', 96)).toBe('unified')
  expect(judged('amd', '', '1002:1638', 4)).toBe('integrated')
  expect(judged('amd', '', '1002:744c', 24)).toBe('discrete')
  expect(judged('intel', '', '8086:56a0')).toBe('discrete')
  expect(judged('intel', '', '8086:9bc4')).toBe('integrated')
})

test('a nameless AMD device with 512 MiB is a processor, one with 4 GiB a card', () => {
  expect(judged('amd', '', null, mib(512) / 2 ** 30)).toBe('integrated')
  expect(judged('amd', '', null, 4)).toBe('discrete')
})

test.each([
  'Microsoft Remote Display Adapter',
  'Microsoft Basic Display Adapter',
  'Parsec Virtual Display Adapter',
  'IddSampleDriver Device HDR',
  'Meta Virtual Monitor',
  'USB Mobile Monitor Virtual Display',
  'Citrix Indirect Display Adapter',
  'VMware SVGA 3D',
  'spacedesk Graphics Adapter'
])('%s is no GPU', (name) => {
  expect(isNotAGpu(null, name)).toBe(true)
})

test.each(['AMD Radeon RX 6700 XT', 'Intel(R) UHD Graphics', 'NVIDIA RTX PRO 6000 Blackwell', 'Apple M3'])(
  '%s is a GPU',
  (name) => {
    expect(isNotAGpu(null, name)).toBe(false)
  }
)
