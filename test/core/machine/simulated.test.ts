import { describe, expect, test } from 'vitest'
import { readMachine } from '../../../src/core/machine/read-machine.ts'
import type { Simulation } from '../../../src/core/machine/simulated.ts'
import { simulatedMachine } from '../../../src/core/machine/simulated.ts'
import type { Reading } from '../../../src/core/reading.ts'
import { gb10, m2Max, radeon780m, rtx4090, strixHalo } from './devices.ts'

const value = (reading: Reading<number>, unit: number, name: string): string =>
  reading.known ? `${(reading.value / unit).toFixed(1)} ${name}` : 'unknown'

const described = (simulation: Simulation): string[] => {
  const { name, platform, ram, accelerators } = simulatedMachine(simulation)
  return [
    `${name}: ${platform}, ${value(ram.available, 2 ** 30, 'GiB')} of ${value(ram.total, 2 ** 30, 'GiB')}, ${value(ram.bandwidth, 1e9, 'GB/s')}`,
    ...accelerators.map(
      (one) =>
        `${one.id} ${value(one.free, 2 ** 30, 'GiB')} of ${value(one.total, 2 ** 30, 'GiB')}, ${value(one.bandwidth, 1e9, 'GB/s')}, ${one.backend}${one.sharesHostMemory ? ', in RAM' : ''}`
    )
  ]
}

describe('a machine of catalogue devices', () => {
  test.each<[string, Simulation, string[]]>([
    [
      'two cards',
      { devices: [{ spec: rtx4090, count: 2 }], ramGib: 128, ramBandwidthGBs: 96 },
      [
        '2 x GeForce RTX 4090: linux, 128.0 GiB of 128.0 GiB, 96.0 GB/s',
        'gpu0 24.0 GiB of 24.0 GiB, 1008.0 GB/s, cuda',
        'gpu1 24.0 GiB of 24.0 GiB, 1008.0 GB/s, cuda'
      ]
    ],
    [
      'no bandwidth asked for',
      { devices: [{ spec: rtx4090, count: 1 }], ramGib: 32, platform: 'windows' },
      [
        'GeForce RTX 4090: windows, 32.0 GiB of 32.0 GiB, unknown',
        'gpu0 24.0 GiB of 24.0 GiB, 1008.0 GB/s, cuda'
      ]
    ],
    [
      'no device',
      { devices: [], ramGib: 16 },
      ['a machine without a GPU: linux, 16.0 GiB of 16.0 GiB, unknown']
    ],
    [
      'a Mac: its memory is the device’s, the GPU has 81 % of 64 GiB',
      { devices: [{ spec: m2Max, count: 1 }], ramGib: 8 },
      [
        'Apple M2 Max (38-core GPU): macos, 64.0 GiB of 64.0 GiB, 400.0 GB/s',
        'gpu0 51.8 GiB of 51.8 GiB, 400.0 GB/s, metal, in RAM'
      ]
    ],
    [
      'a GB10',
      { devices: [{ spec: gb10, count: 1 }], ramGib: 128 },
      [
        'GB10 (DGX Spark): linux, 128.0 GiB of 128.0 GiB, 273.0 GB/s',
        'gpu0 128.0 GiB of 128.0 GiB, 273.0 GB/s, cuda, in RAM'
      ]
    ],
    [
      'a Strix Halo: 96 of 128 GB at most',
      { devices: [{ spec: strixHalo, count: 1 }], ramGib: 128 },
      [
        'Ryzen AI Max+ 395 (Radeon 8060S): linux, 128.0 GiB of 128.0 GiB, 256.0 GB/s',
        'gpu0 96.0 GiB of 96.0 GiB, 256.0 GB/s, rocm, in RAM'
      ]
    ],
    [
      'graphics of a processor: three quarters of RAM on Linux, at the speed of the RAM',
      { devices: [{ spec: radeon780m, count: 1 }], ramGib: 32, ramBandwidthGBs: 83.2 },
      [
        'Radeon 780M (DDR5-5600): linux, 32.0 GiB of 32.0 GiB, 83.2 GB/s',
        'gpu0 24.0 GiB of 24.0 GiB, 83.2 GB/s, vulkan, in RAM'
      ]
    ]
  ])('%s', (_what, simulation, expected) => {
    expect(described(simulation)).toEqual(expected)
  })
})

describe('a machine as JSON', () => {
  const machine = simulatedMachine({
    devices: [
      { spec: rtx4090, count: 1 },
      { spec: radeon780m, count: 1 }
    ],
    ramGib: 64
  })
  const text = JSON.stringify(machine)

  test('is read back as it was', () => {
    expect(readMachine(JSON.parse(text))).toEqual({ ok: true, value: machine })
  })

  test.each<[string, string, string, string]>([
    ['a misspelt field', '"notes"', '"note"', 'notes'],
    ['a platform that is not known', '"linux"', '"plan9"', 'platform'],
    ['a size below zero', '"value":68719476736', '"value":-1', 'ram.total'],
    ['a value that says it is known and has no source', '"source":"entered by hand",', '', 'ram.total.source']
  ])('with %s is refused, and the field named', (_what, from, to, field) => {
    expect(text).toContain(from)
    const read = readMachine(JSON.parse(text.replace(from, to)))
    expect(read.ok).toBe(false)
    expect(!read.ok && read.error).toContain(field)
  })
})
