import { describe, expect, test } from 'vitest'
import type { Machine } from '../../../src/core/machine/machine.ts'
import { applyOverrides } from '../../../src/core/machine/overrides.ts'
import { simulatedMachine } from '../../../src/core/machine/simulated.ts'
import { gib } from '../../../src/core/quantity.ts'
import { known, unknown } from '../../../src/core/reading.ts'
import { overridesSchema } from '../../../src/core/schema/overrides.ts'
import { rtx4090 } from './devices.ts'

const detected: Machine = simulatedMachine({ devices: [{ spec: rtx4090, count: 2 }], ramGib: 64 })
const nothing = { accelerators: {} }

test('nothing typed is nothing changed', () => {
  expect(applyOverrides(detected, nothing)).toEqual(detected)
})

test('a typed value says so, and taking it back brings the reading back', () => {
  const typed = applyOverrides(detected, {
    ...nothing,
    ramBandwidth: 80e9,
    cpu: 'Ryzen 9',
    physicalCores: 12
  })
  expect(typed.ram.bandwidth).toEqual(known(80e9, 'entered by hand', 'user'))
  expect(typed.cpu.name).toEqual(known('Ryzen 9', 'entered by hand', 'user'))
  expect(typed.cpu.physicalCores).toEqual(known(12, 'entered by hand', 'user'))
  expect(typed.cpu.logicalCores).toEqual(detected.cpu.logicalCores)
  expect(applyOverrides(detected, nothing).ram.bandwidth).toEqual(detected.ram.bandwidth)
})

test('an accelerator that is ignored is gone, and the others keep their ids', () => {
  const machine = applyOverrides(detected, { accelerators: { gpu0: { ignored: true } } })
  expect(machine.accelerators.map((one) => one.id)).toEqual(['gpu1'])
})

test('an id of a card that is no longer there does no harm', () => {
  expect(applyOverrides(detected, { accelerators: { gpu9: { total: gib(8) } } })).toEqual(detected)
})

describe('free memory beside a typed total', () => {
  const [first] = detected.accelerators
  if (!first) throw new Error('a machine with two cards has a first one')
  const card = { ...first, total: unknown('Windows only says 4 GiB or more'), free: unknown('not said') }
  const windows: Machine = { ...detected, accelerators: [card] }

  test('is all of it where nothing was read', () => {
    const [one] = applyOverrides(windows, { accelerators: { gpu0: { total: gib(12) } } }).accelerators
    expect(one?.total).toEqual(known(gib(12), 'entered by hand', 'user'))
    expect(one?.free).toMatchObject({ known: true, value: gib(12), confidence: 'derived' })
  })

  test('is never more than the total', () => {
    const [one] = applyOverrides(detected, { accelerators: { gpu0: { total: gib(10) } } }).accelerators
    expect(one?.free).toMatchObject({ value: gib(10), confidence: 'derived' })
    expect(applyOverrides(detected, { ...nothing, ramTotal: gib(16) }).ram.available).toMatchObject({
      value: gib(16)
    })
  })

  test('is what was typed for it', () => {
    const typed = { accelerators: { gpu0: { total: gib(10), free: gib(9) } } }
    expect(applyOverrides(windows, typed).accelerators[0]?.free).toEqual(
      known(gib(9), 'entered by hand', 'user')
    )
  })
})

test('the schema refuses what is no size', () => {
  expect(overridesSchema.safeParse({ accelerators: {}, ramTotal: -1 }).success).toBe(false)
  expect(overridesSchema.safeParse({ accelerators: {}, ramtotal: 1 }).success).toBe(false)
  expect(overridesSchema.safeParse({ accelerators: { gpu0: { total: 1.5 } } }).success).toBe(false)
})
