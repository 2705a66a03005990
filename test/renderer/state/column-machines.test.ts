import { expect, test } from 'vitest'
import { deviceById, devices } from '../../../src/catalog/devices.ts'
import { machineOf, machineTitle } from '../../../src/renderer/state/column-machines.ts'
import { exampleMachine } from '../fixtures/machine.ts'

const here = exampleMachine
const all = { here, kept: [{ name: 'Attic', machine: { ...here, name: 'Attic' } }], deviceById }
const card = devices.find(({ kind, memoryGib }) => kind === 'discrete' && memoryGib === 24)
const simulated = {
  kind: 'simulated',
  device: card?.id ?? '',
  count: 2,
  ramGib: 64,
  ramBandwidthGBs: null
} as const

test('this machine is the object that was read, so that its answers are found again', () => {
  expect(machineOf({ kind: 'here' }, all)).toEqual({ ok: true, value: here })
})

test('a kept machine is found whatever the case of its name; one that is gone is said to be', () => {
  expect(machineOf({ kind: 'kept', name: 'attic' }, all)?.ok).toBe(true)
  const gone = machineOf({ kind: 'kept', name: 'cellar' }, all)
  expect(gone?.ok === false && gone.error).toContain('“cellar”')
  expect(machineOf({ kind: 'kept', name: 'attic' }, { ...all, kept: null })).toBeNull()
})

test('catalogue devices make one machine, the same object each time', () => {
  const one = machineOf(simulated, all)
  if (!one?.ok) throw new Error('no machine')
  expect(one.value.accelerators).toHaveLength(2)
  const again = machineOf({ ...simulated }, all)
  expect(again?.ok === true && again.value).toBe(one.value)
  expect(machineTitle(simulated, all)).toBe(`2 × ${card?.name ?? ''}, 64 GiB RAM`)
  expect(machineOf(simulated, { ...all, deviceById: null })).toBeNull()
})

test('a device that the catalogue has not is said to be missing', () => {
  const gone = machineOf({ ...simulated, device: 'no-such-card-1' }, all)
  expect(gone?.ok === false && gone.error).toContain('no-such-card-1')
})
