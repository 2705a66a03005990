import { expect, test } from 'vitest'
import { gib } from '../../../src/core/quantity.ts'
import { unknown } from '../../../src/core/reading.ts'
import { holdsOf } from '../../../src/renderer/state/holds.ts'
import { exampleGpu, exampleMachine } from '../fixtures/machine.ts'

test('a machine with one card has two holds, each with its line under what is free', () => {
  const [graphics, ram] = holdsOf(exampleMachine)
  expect(graphics).toMatchObject({ name: 'VRAM', capacity: gib(16), free: gib(14.5) })
  expect(graphics?.loadLine).toBeLessThan(gib(14.5))
  expect(ram).toMatchObject({ name: 'RAM', capacity: gib(32), free: gib(24) })
  expect(ram?.loadLine).toBeLessThan(gib(24))
})

test('two cards are one hold of their sum', () => {
  const [graphics] = holdsOf({ ...exampleMachine, accelerators: [exampleGpu, { ...exampleGpu, id: 'gpu1' }] })
  expect(graphics).toMatchObject({ capacity: gib(32), free: gib(29) })
})

test('an unknown size is unknown, not zero, and has no line', () => {
  const gpu = { ...exampleGpu, total: unknown('no driver'), free: unknown('no driver') }
  const [graphics] = holdsOf({ ...exampleMachine, accelerators: [gpu] })
  expect(graphics).toMatchObject({ capacity: null, free: null, loadLine: null })
})

test('without a GPU there is only RAM', () => {
  expect(holdsOf({ ...exampleMachine, accelerators: [] }).map(({ name }) => name)).toEqual(['RAM'])
})
