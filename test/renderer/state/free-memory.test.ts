import { expect, test } from 'vitest'
import type { Machine } from '../../../src/core/machine/machine.ts'
import { bytes, gib, mib } from '../../../src/core/quantity.ts'
import { known, unknown } from '../../../src/core/reading.ts'
import { hasMoved } from '../../../src/renderer/state/free-memory.ts'
import { exampleGpu, exampleMachine } from '../fixtures/machine.ts'

const withFree = (free: number, available: number = gib(24)): Machine => ({
  ...exampleMachine,
  ram: { ...exampleMachine.ram, available: known(bytes(available), '/proc/meminfo') },
  accelerators: [{ ...exampleGpu, free: known(bytes(free), 'nvidia-smi') }]
})
const before = withFree(gib(14.5))

test.each([
  ['nothing', gib(14.5), gib(24), false],
  ['a window of a browser', gib(14.5) - mib(120), gib(24) + mib(300), false],
  ['2 % of a card', gib(14.5) - mib(330), gib(24), true],
  ['a program that ends', gib(15.5), gib(24), true],
  ['2 % of RAM', gib(14.5), gib(24) - mib(660), true]
])('%s', (_, free, available, moved) => {
  expect(hasMoved(before, withFree(free, available))).toBe(moved)
})

test('a share of it is a smaller move', () => {
  expect(hasMoved(before, withFree(gib(14.5) - mib(120)), 0.25)).toBe(true)
  expect(hasMoved(before, withFree(gib(14.5) - mib(20)), 0.25)).toBe(false)
})

test('a reading that comes or goes, and a device that does, are moves', () => {
  const lost = { ...before, accelerators: [{ ...exampleGpu, free: unknown('nvidia-smi did not answer') }] }
  expect(hasMoved(before, lost)).toBe(true)
  expect(hasMoved(before, { ...before, accelerators: [] })).toBe(true)
  expect(hasMoved(lost, lost)).toBe(false)
})
