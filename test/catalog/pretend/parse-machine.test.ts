import { describe, expect, test } from 'vitest'
import { offersOf } from '../../../src/catalog/pretend/offers.ts'
import { parseMachine } from '../../../src/catalog/pretend/parse-machine.ts'
import { wishTitle } from '../../../src/catalog/pretend/wish.ts'

const here = { gib: 31.2, GBs: 50 }

/** The machine that Enter takes, with the speed of its RAM. */
function meant(text: string): string {
  const [wish] = offersOf(parseMachine(text), here).wishes
  if (!wish) return 'none'
  return `${wishTitle(wish)}${wish.ramBandwidthGBs === null ? '' : ` at ${wish.ramBandwidthGBs} GB/s`}`
}

describe('one line about a machine', () => {
  test.each([
    ['4080 32gb', 'GeForce RTX 4080 16 GiB, 32.0 GiB of RAM'],
    ['rtx4080 32', 'GeForce RTX 4080 16 GiB, 32.0 GiB of RAM'],
    ['2x 3090 64gb', '2 × GeForce RTX 3090 24 GiB, 64.0 GiB of RAM'],
    ['two 3090s and 64 gigs of ram', '2 × GeForce RTX 3090 24 GiB, 64.0 GiB of RAM'],
    ['2 3090s 64gb', '2 × GeForce RTX 3090 24 GiB, 64.0 GiB of RAM'],
    ['3090 x2, RAM: 64', '2 × GeForce RTX 3090 24 GiB, 64.0 GiB of RAM'],
    ['h100 pcie x8 2tb ram', '8 × H100 PCIe 80 GiB, 2,048 GiB of RAM'],
    ['4090 3060 64gb', 'GeForce RTX 4090 24 GiB and GeForce RTX 3060 12 GiB, 64.0 GiB of RAM'],
    ['4090 + 2x 3060 64gb', 'GeForce RTX 4090 24 GiB and 2 × GeForce RTX 3060 12 GiB, 64.0 GiB of RAM'],
    ['ram 64 3060 12gb', 'GeForce RTX 3060 12 GiB, 64.0 GiB of RAM'],
    ['m4 max 128gb', 'Apple M4 Max (40-core GPU) 128 GiB'],
    ['MacBook Pro M3 Max, 64 GB', 'Apple M3 Max (40-core GPU) 64 GiB'],
    ['strix halo 128gb', 'Ryzen AI Max+ 395 (Radeon 8060S) 128 GiB'],
    ['a10g 64gb', 'A10G 24 GiB, 64.0 GiB of RAM'],
    ['cpu only, 64gb ddr5-5600', 'no GPU, 64.0 GiB of RAM at 89.6 GB/s'],
    ['no gpu 128gb ram quad channel ddr4-3200', 'no GPU, 128 GiB of RAM at 102.4 GB/s'],
    ['4090, 512gb of 8x ddr4-3200', 'GeForce RTX 4090 24 GiB, 512 GiB of RAM at 204.8 GB/s'],
    ['epyc 9004 384gb 4090', 'GeForce RTX 4090 24 GiB, 384 GiB of RAM at 460.8 GB/s'],
    ['3090 with 24gb and 32gb of ram at 51.2 GB/s', 'GeForce RTX 3090 24 GiB, 32.0 GiB of RAM at 51.2 GB/s']
  ])('%s', (text, machine) => {
    expect(meant(text)).toBe(machine)
    expect(offersOf(parseMachine(text), here).isSure).toBe(true)
  })

  test.each([
    ['gefroce rtx 4080 supre 32gb rma', 'GeForce RTX 4080 SUPER 16 GiB, 32.0 GiB of RAM'],
    ['raedon 7900xtx 64 gb memroy', 'Radeon RX 7900 XTX 24 GiB, 64.0 GiB of RAM']
  ])('typing errors are forgiven in words: %s', (text, machine) => {
    expect(meant(text)).toBe(machine)
  })

  test('a size is the card’s where it is sold with it, RAM otherwise', () => {
    expect(meant('4060 ti 16gb 32gb')).toBe('GeForce RTX 4060 Ti 16 GiB, 32.0 GiB of RAM')
    expect(meant('4060 ti with 8gb, 16gb')).toBe('GeForce RTX 4060 Ti 8 GiB, 16.0 GiB of RAM')
    expect(meant('4080 16gb')).toBe('GeForce RTX 4080 16 GiB, 31.2 GiB of RAM at 50 GB/s')
    expect(meant('2x 32gb ram 4070')).toBe('GeForce RTX 4070 12 GiB, 64.0 GiB of RAM')
  })

  test('RAM that is not said is the RAM here, with its speed; a size that is said has no speed of its own', () => {
    expect(meant('rtx 4090')).toBe('GeForce RTX 4090 24 GiB, 31.2 GiB of RAM at 50 GB/s')
    expect(offersOf(parseMachine('rtx 4090'), null)).toMatchObject({ wishes: [], ram: 'missing' })
    expect(offersOf(parseMachine('4090 64gb'), here).wishes[0]?.ramBandwidthGBs).toBeNull()
  })
})

describe('a card of which only the size is said', () => {
  test.each([
    '16 GB card, 32 GB RAM',
    '16gb gpu 32gb',
    '16gb 32gb',
    '16 gb vram with 32 gb ram',
    'card with 16gb memory, 32gb ram'
  ])('%s: is one of the usual cards of that size, for the person to choose', (text) => {
    const { wishes, isSure } = offersOf(parseMachine(text), here)
    expect(isSure).toBe(true)
    expect(wishes.length).toBeGreaterThan(4)
    for (const { devices, ramGib, ramBandwidthGBs } of wishes) {
      expect(devices.map(({ spec }) => spec.memoryGib)).toEqual([16])
      expect(devices.every(({ spec }) => spec.bandwidthGBs !== null)).toBe(true)
      expect([ramGib, ramBandwidthGBs]).toEqual([32, null])
    }
  })

  test('typing errors are forgiven here too', () => {
    expect(parseMachine('16 gb card, 32 gb memroy').cards.map(({ said }) => said)).toEqual(['16 GiB'])
  })

  test('a size that no card has is said so', () => {
    const said = parseMachine('13 gb card 32 gb ram')
    expect(said.problems).toEqual(['The catalogue has no card with 13 GiB.'])
    expect(offersOf(said, here).isSure).toBe(false)
  })
})

describe('what is not understood is said, never guessed', () => {
  test('a word that is no device', () => {
    expect(parseMachine('blah 32gb ram').problems).toEqual([
      '“blah” is not understood: no device is called so.'
    ])
  })

  test('a name that only looks like devices is offered, not taken', () => {
    const { wishes, isSure } = offersOf(parseMachine('rtx 4085'), here)
    expect(wishes.length).toBeGreaterThan(0)
    expect(isSure).toBe(false)
  })

  test.each([
    ['20x 3090 64gb', /No more than 16 cards/],
    ['4080 999999gb ram', /at most 16384 GiB/],
    ['no gpu 4090', /both a card and none/],
    ['4080 32gb 64gb 128gb', /RAM and the cards have their sizes already/],
    ['4080 32gb ddr5-99999', /MT\/s/]
  ])('%s', (text, reason) => {
    const said = parseMachine(text)
    expect(said.problems.join(' ')).toMatch(reason)
    expect(offersOf(said, here).isSure).toBe(false)
  })

  test('a kind of memory without its speed is a hint, and the speed stays unknown', () => {
    const said = parseMachine('4090 64gb ddr5')
    expect(said).toMatchObject({ ramGib: 64, ramSpeed: null, problems: [] })
    expect(said.hint).toContain('DDR5-5600')
  })

  test('nothing is nothing, and a long or strange line is survived', () => {
    for (const text of [
      '',
      '   ',
      ',,,',
      'x',
      '+'.repeat(500),
      '4080 '.repeat(200),
      '\u0001\u0000',
      '(((',
      '2x'
    ])
      expect(() => offersOf(parseMachine(text), here)).not.toThrow()
    expect(offersOf(parseMachine(''), here).wishes).toEqual([])
  })
})
