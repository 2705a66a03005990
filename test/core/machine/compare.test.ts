import { expect, test } from 'vitest'
import { compareMachines } from '../../../src/core/machine/compare.ts'
import { machineName, sameName } from '../../../src/core/machine/machine-name.ts'
import type { DeviceSpec } from '../../../src/core/machine/device.ts'
import { simulatedMachine } from '../../../src/core/machine/simulated.ts'

const card = (name: string, memoryGib: number, bandwidthGBs: number): DeviceSpec => ({
  id: name,
  name,
  aliases: [],
  vendor: 'nvidia',
  kind: 'discrete',
  memoryGib,
  bandwidthGBs,
  source: 'test'
})
const two = simulatedMachine({
  devices: [{ spec: card('RTX 3090', 24, 936), count: 2 }],
  ramGib: 64,
  ramBandwidthGBs: 80
})
const one = simulatedMachine({ devices: [{ spec: card('RTX 4060', 8, 272), count: 1 }], ramGib: 32 })
const none = simulatedMachine({ devices: [], ramGib: 16 })

const ratios = (rows: ReturnType<typeof compareMachines>): Record<string, number | null> =>
  Object.fromEntries(rows.map(({ what, ratio }) => [what, ratio]))

test('the second is given as a multiple of the first, where both are known', () => {
  expect(ratios(compareMachines(one, two))).toMatchObject({
    RAM: 2,
    'RAM bandwidth': null,
    'GPU memory': 6,
    'Largest GPU': 3,
    'GPU bandwidth': 936 / 272
  })
})

test('a machine without a GPU has none, not a GPU of nothing', () => {
  const rows = compareMachines(none, one)
  expect(rows.find(({ what }) => what === 'GPU memory')).toMatchObject({
    values: [{ known: false }, { known: true }],
    ratio: null
  })
})

test('names that differ in case and spaces are one', () => {
  expect(sameName(' Attic  PC', 'attic pc')).toBe(true)
  expect(machineName('  Attic   PC ')).toEqual({ ok: true, value: 'Attic PC' })
  expect(machineName('This Machine').ok).toBe(false)
})
