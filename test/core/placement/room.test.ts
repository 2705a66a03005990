import { expect, test } from 'vitest'
import type { Accelerator, Machine } from '../../../src/core/machine/machine.ts'
import { roomOf } from '../../../src/core/placement/room.ts'
import { gib } from '../../../src/core/quantity.ts'
import { known, unknown } from '../../../src/core/reading.ts'
import { inMib } from './samples.ts'

const card = (change: Partial<Accelerator> = {}): Accelerator => ({
  id: 'gpu0',
  name: known('Test card', 'test'),
  vendor: 'nvidia',
  kind: 'discrete',
  total: known(gib(24), 'test'),
  free: known(gib(23), 'test'),
  bandwidth: unknown('not needed'),
  device: null,
  backend: 'cuda',
  sharesHostMemory: false,
  ...change
})

const machine = (accelerators: readonly Accelerator[], ram: Partial<Machine['ram']> = {}): Machine => ({
  name: 'test',
  platform: 'linux',
  os: unknown('not needed'),
  environment: 'physical',
  cpu: { name: unknown(''), physicalCores: unknown(''), logicalCores: unknown('') },
  ram: { total: known(gib(64), 'test'), available: known(gib(60), 'test'), bandwidth: unknown(''), ...ram },
  accelerators,
  notes: []
})

const lines = (of: Machine): string => {
  const result = roomOf(of)
  if (!result.ok) return result.error.message
  const { gpus, host, notes } = result.value
  return [...gpus.map((gpu) => inMib(gpu.line ?? NaN)), `RAM ${inMib(host.line ?? NaN)}`, ...notes].join(
    ' | '
  )
}

test.each<[string, Machine, string]>([
  // 23 GiB - (1,024 - 500) MiB: buffers of 22 GiB and a runtime of 500 MiB
  [
    'free memory minus the margin that runtime does not use',
    machine([card()]),
    '23028.00 MiB | RAM 60416.00 MiB'
  ],
  [
    'a little stays free whatever the runtime',
    machine([card({ backend: 'sycl' })]),
    '23296.00 MiB | RAM 60416.00 MiB'
  ],
  [
    'less free than the margin is no room, not a negative one',
    machine([card({ free: known(gib(0), 'test') })]),
    '0.00 MiB | RAM 60416.00 MiB'
  ],
  [
    'an integrated GPU is left out beside a card',
    machine([card({ id: 'gpu1', kind: 'integrated', backend: 'vulkan' }), card()]),
    '23028.00 MiB | RAM 60416.00 MiB'
  ],
  [
    'an integrated GPU alone counts',
    machine([card({ kind: 'integrated', free: known(gib(8), 'test'), backend: 'vulkan' })]),
    '7318.00 MiB | RAM 60416.00 MiB'
  ],
  [
    'free memory unknown: all of it, and said',
    machine([card({ free: unknown('no tool') })]),
    '24052.00 MiB | RAM 60416.00 MiB | Free memory of Test card could not be read; all of it is counted as free.'
  ],
  [
    'a size that is unknown is no zero',
    machine([card({ total: unknown('nvidia-smi says [N/A]'), free: unknown('no') })]),
    'The memory of Test card is unknown: nvidia-smi says [N/A]. Enter it under This machine.'
  ],
  [
    'RAM that is unknown',
    machine([], { total: unknown('no /proc'), available: unknown('no /proc') }),
    'The size of RAM is unknown: no /proc. Enter it under This machine.'
  ]
])('%s', (_, of, expected) => {
  expect(lines(of)).toBe(expected)
})

test('of a partitioned GPU only the largest slice counts: a process sees one', () => {
  const slice = (id: string, size: number): Accelerator =>
    card({ id, kind: 'mig', total: known(gib(size), 'test'), free: known(gib(size), 'test') })
  const result = roomOf(machine([slice('gpu0', 10), slice('gpu1', 20), slice('gpu2', 10)]))
  expect(result.ok && result.value.gpus.map((gpu) => gpu.id)).toEqual(['gpu1'])
})
