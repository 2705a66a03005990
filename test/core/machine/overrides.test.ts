import { describe, expect, test } from 'vitest'
import type { Accelerator, Machine } from '../../../src/core/machine/machine.ts'
import { acceleratorsBeneath, applyOverrides } from '../../../src/core/machine/overrides.ts'
import { simulatedMachine } from '../../../src/core/machine/simulated.ts'
import { gib, gigabytesPerSecond } from '../../../src/core/quantity.ts'
import { known, type Reading, unknown } from '../../../src/core/reading.ts'
import { overridesSchema } from '../../../src/core/schema/overrides.ts'
import { gb10, m2Max, radeon780m, rtx4090, strixHalo } from './devices.ts'

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

describe('free memory that was typed', () => {
  test('is never more than a detected total', () => {
    const [one] = applyOverrides(detected, { accelerators: { gpu0: { free: gib(40) } } }).accelerators
    expect(one?.free).toEqual(known(gib(24), 'the total', 'derived'))
    expect(applyOverrides(detected, { ...nothing, ramAvailable: gib(100) }).ram.available).toEqual(
      known(gib(64), 'the total', 'derived')
    )
  })

  test('stands alone where the total is unknown', () => {
    const [first] = detected.accelerators
    if (!first) throw new Error('a machine with two cards has a first one')
    const odd: Machine = { ...detected, accelerators: [{ ...first, total: unknown('not said') }] }
    const [one] = applyOverrides(odd, { accelerators: { gpu0: { free: gib(9) } } }).accelerators
    expect(one?.free).toEqual(known(gib(9), 'entered by hand', 'user'))
  })
})

describe('a card added by hand', () => {
  const shelf = [rtx4090, m2Max, gb10, strixHalo, radeon780m]
  const deviceById = (id: string) => shelf.find((device) => device.id === id)
  const bare: Machine = {
    ...simulatedMachine({ devices: [], ramGib: 32, ramBandwidthGBs: 76.8 }),
    ram: {
      total: known(gib(32), '/proc/meminfo'),
      available: known(gib(20), '/proc/meminfo'),
      bandwidth: known(gigabytesPerSecond(76.8), 'dmidecode')
    }
  }
  const add = (device: string, machine = bare): Accelerator | undefined =>
    applyOverrides(machine, { ...nothing, added: [{ id: 'added1', device }] }, deviceById).accelerators.at(-1)

  test("of the catalogue has the catalogue's figures, and its presence is the word of the user", () => {
    expect(add(rtx4090.id)).toEqual({
      id: 'added1',
      name: known('GeForce RTX 4090', 'entered by hand', 'user'),
      vendor: 'nvidia',
      kind: 'discrete',
      total: known(gib(24), 'device catalogue', 'catalogue'),
      free: known(gib(24), 'all of its memory; use by other programs is not known', 'derived'),
      bandwidth: known(gigabytesPerSecond(1008), 'device catalogue', 'catalogue'),
      device: rtx4090,
      backend: 'cuda',
      sharesHostMemory: false
    })
  })

  test.each([
    { spec: gb10, total: 128, free: 20, bandwidth: 273, backend: 'cuda' },
    { spec: strixHalo, total: 96, free: 20, bandwidth: 256, backend: 'rocm' },
    { spec: radeon780m, total: 24, free: 20, bandwidth: 76.8, backend: 'vulkan' }
  ])(
    '$spec.name shares RAM: no more of it is free than of RAM',
    ({ spec, total, free, bandwidth, backend }) => {
      expect(add(spec.id)).toMatchObject({
        sharesHostMemory: true,
        backend,
        total: { value: gib(total) },
        free: { value: gib(free), confidence: 'derived' },
        bandwidth: { value: gigabytesPerSecond(bandwidth) }
      })
    }
  )

  /** The value without the source, which is another for RAM that was read than for RAM that was asked for. */
  const valueOnly = (reading: Reading<number> | undefined) =>
    reading?.known === true && { value: reading.value }

  test('is, but for its name and what is free, what a simulated machine has', () => {
    for (const spec of shelf) {
      const [simulated] = simulatedMachine({
        devices: [{ spec, count: 1 }],
        ramGib: 32,
        ramBandwidthGBs: 76.8,
        platform: 'linux'
      }).accelerators
      const one = add(spec.id)
      expect({ ...one, id: 'gpu0', name: simulated?.name, free: simulated?.free }).toMatchObject({
        ...simulated,
        total: valueOnly(simulated?.total),
        bandwidth: valueOnly(simulated?.bandwidth)
      })
    }
  })

  test('uses the RAM that was typed', () => {
    const typed = { ...nothing, ramTotal: gib(16), added: [{ id: 'added1', device: radeon780m.id }] }
    expect(applyOverrides(bare, typed, deviceById).accelerators[0]).toMatchObject({
      total: { value: gib(12) },
      free: { value: gib(12) }
    })
  })

  test("of no catalogue has what was typed, and its maker's backend", () => {
    const card = { id: 'added1', name: 'Some card', vendor: 'amd' as const, total: gib(20) }
    const [one] = applyOverrides(bare, { ...nothing, added: [card] }).accelerators
    expect(one).toMatchObject({
      name: known('Some card', 'entered by hand', 'user'),
      total: known(gib(20), 'entered by hand', 'user'),
      free: { value: gib(20), confidence: 'derived' },
      bandwidth: { known: false },
      device: null,
      backend: 'rocm'
    })
    const [fast] = applyOverrides(bare, { ...nothing, added: [{ ...card, bandwidth: 800e9 }] }).accelerators
    expect(fast?.bandwidth).toEqual(known(800e9, 'entered by hand', 'user'))
  })

  test('stands after the detected ones, is corrected and left out as they are', () => {
    const added = [
      { id: 'added1', device: rtx4090.id },
      { id: 'added2', device: rtx4090.id }
    ]
    const accelerators = { gpu1: { ignored: true }, added1: { total: gib(23) }, added2: { ignored: true } }
    const machine = applyOverrides(detected, { accelerators, added }, deviceById)
    expect(machine.accelerators.map((one) => one.id)).toEqual(['gpu0', 'added1'])
    expect(machine.accelerators[1]?.total).toEqual(known(gib(23), 'entered by hand', 'user'))
    expect(machine.accelerators[1]?.free).toMatchObject({ value: gib(23) })
    const beneath = acceleratorsBeneath(detected, { accelerators, added }, deviceById)
    expect(beneath.map((one) => one.id)).toEqual(['gpu0', 'gpu1', 'added1', 'added2'])
    expect(beneath[2]?.total).toMatchObject({ value: gib(24) })
  })

  test('that a later catalogue has no more is unknown, not gone, and can be filled in', () => {
    const lost = add('voodoo-2-12')
    expect(lost?.total).toEqual(
      unknown('The device catalogue has no “voodoo-2-12”. Enter it by hand, or remove this card.')
    )
    expect(lost?.free.known).toBe(false)
    const [filled] = applyOverrides(bare, {
      accelerators: { added1: { total: gib(12) } },
      added: [{ id: 'added1', device: 'voodoo-2-12' }]
    }).accelerators
    expect(filled?.free).toMatchObject({ value: gib(12) })
  })
})

test('the schema refuses what is no size', () => {
  expect(overridesSchema.safeParse({ accelerators: {}, ramTotal: -1 }).success).toBe(false)
  expect(overridesSchema.safeParse({ accelerators: {}, ramtotal: 1 }).success).toBe(false)
  expect(overridesSchema.safeParse({ accelerators: { gpu0: { total: 1.5 } } }).success).toBe(false)
})

test('the schema reads overrides without added cards, and refuses cards that are none', () => {
  const parses = (added: unknown): boolean => overridesSchema.safeParse({ accelerators: {}, added }).success
  expect(overridesSchema.parse({ accelerators: {} })).toEqual({ accelerators: {} })
  expect(parses([{ id: 'added1', device: 'geforce-rtx-4090-24' }])).toBe(true)
  expect(parses([{ id: 'added1', name: 'Card', vendor: 'amd', total: gib(8) }])).toBe(true)
  expect(parses([{ id: 'gpu0', device: 'geforce-rtx-4090-24' }])).toBe(false)
  expect(parses([{ id: 'added1', name: 'Card', vendor: 'amd', total: 0 }])).toBe(false)
  expect(parses([{ id: 'added1', device: 'a', name: 'Card', vendor: 'amd', total: gib(8) }])).toBe(false)
  const two = { id: 'added1', device: 'a' }
  expect(parses([two, two])).toBe(false)
  expect(parses(Array.from({ length: 17 }, (_, at) => ({ id: `added${at}`, device: 'a' })))).toBe(false)
})
