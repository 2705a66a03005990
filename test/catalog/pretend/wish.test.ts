import { expect, test } from 'vitest'
import { devices } from '../../../src/catalog/devices.ts'
import { offersOf } from '../../../src/catalog/pretend/offers.ts'
import { parseMachine } from '../../../src/catalog/pretend/parse-machine.ts'
import { machineOfWish, wishAddress, wishOfAddress } from '../../../src/catalog/pretend/wish.ts'
import { readMachine } from '../../../src/core/machine/read-machine.ts'
import { gib } from '../../../src/core/quantity.ts'

const wishOf = (text: string) => {
  const [wish] = offersOf(parseMachine(text), null).wishes
  if (!wish) throw new Error(`no machine in ${text}`)
  return wish
}

test.each([
  ['2x 3090 64gb ddr4-3200', '2x-geforce-rtx-3090-24+ram-64-at-51.2'],
  ['m4 max 128gb', 'apple-m4-max-40-core-gpu-128'],
  ['cpu only 64gb', 'ram-64']
])('%s stands in an address as %s and comes back as it was', (text, address) => {
  const wish = wishOf(text)
  expect(wishAddress(wish)).toBe(address)
  expect(wishOfAddress(address)).toEqual(wish)
})

test.each([
  '',
  'geforce-rtx-3090-24',
  'no-such-card+ram-64',
  'ram-0',
  'ram-x',
  '99x-geforce-rtx-3090-24+ram-64',
  'ram-64-at-0'
])('%s makes no machine', (address) => {
  expect(wishOfAddress(address)).toBeNull()
})

test('the machine says in its name that it is pretended, and what is not known stays unknown', () => {
  const machine = machineOfWish(wishOf('4080 32gb'))
  expect(machine.name).toBe('pretended: GeForce RTX 4080 16 GiB, 32.0 GiB of RAM')
  expect(machine.ram.total).toMatchObject({ known: true, value: gib(32) })
  expect(machine.ram.bandwidth.known).toBe(false)
  expect(machine.accelerators.map(({ total }) => total)).toMatchObject([{ known: true, value: gib(16) }])
  expect(readMachine(JSON.parse(JSON.stringify(machine)))).toMatchObject({ ok: true })
})

test('every device makes a machine that can be kept, beside any size of RAM', () => {
  const wrong = devices.flatMap((spec) => {
    const machine = machineOfWish({ devices: [{ spec, count: 2 }], ramGib: 31.23, ramBandwidthGBs: 51.2 })
    const read = readMachine(JSON.parse(JSON.stringify(machine)))
    return read.ok ? [] : [`${spec.id}: ${read.error}`]
  })
  expect(wrong).toEqual([])
})
