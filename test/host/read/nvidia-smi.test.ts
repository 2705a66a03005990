import { describe, expect, test } from 'vitest'
import type { Reading } from '../../../src/core/reading.ts'
import type { Bytes } from '../../../src/core/quantity.ts'
import { pciSlot } from '../../../src/host/read/gpu-facts.ts'
import { parseNvidiaCsv, safeFields } from '../../../src/host/read/nvidia-smi-csv.ts'
import { parseNvidiaList, parseNvidiaTable } from '../../../src/host/read/nvidia-smi-list.ts'
import { parseNvidiaXml } from '../../../src/host/read/nvidia-smi-xml.ts'

const mebibytes = (reading: Reading<Bytes> | undefined): string =>
  reading?.known ? `${reading.value / 2 ** 20} MiB` : 'unknown'

describe('the CSV', () => {
  test.each([
    ['a plain row', 'GeForce RTX 2080, 7979, 55, 7600, 00000000:01:00.0', '7979 MiB', '7600 MiB'],
    ['nothing in use', 'Tesla T4, 15360, 0, 14914, 00000000:00:1E.0', '15360 MiB', '14914 MiB'],
    ['units in spite of nounits', 'A, 100 MiB, 1 MiB, 99 MiB, 00000000:00:1E.0', '100 MiB', '99 MiB'],
    ['a figure not available', 'NVIDIA GB10, [N/A], [N/A], [N/A], 0000000F:01:00.0', 'unknown', 'unknown'],
    ['no brackets', 'Orin (nvgpu), N/A, N/A, N/A, N/A', 'unknown', 'unknown'],
    [
      'no right to know',
      'A, [Insufficient Permissions], 1, [Unknown Error], 00000000:01:00.0',
      'unknown',
      'unknown'
    ],
    ['a card that hangs', 'A, [GPU requires reset], 1, 5, 00000000:01:00.0', 'unknown', '5 MiB'],
    ['a word where a size should be', 'A, much, 1, 5, 00000000:01:00.0', 'unknown', '5 MiB']
  ])('of %s', (_what, line, total, free) => {
    const [row] = parseNvidiaCsv(line, safeFields)
    expect([mebibytes(row?.facts.total), mebibytes(row?.facts.free)]).toEqual([total, free])
  })

  test('keeps a comma in a name', () => {
    const [row] = parseNvidiaCsv('Card, special edition, 100, 1, 99, 00000000:01:00.0', safeFields)
    expect(row?.facts.name).toMatchObject({ value: 'Card, special edition' })
    expect(row?.facts.slot).toBe('0000:01:00')
  })

  test('passes over lines that are not rows', () => {
    expect(parseNvidiaCsv('No devices were found\n\nwarning: x\n', safeFields)).toEqual([])
  })
})

describe('the XML', () => {
  const gpu = (inside: string): string =>
    `<nvidia_smi_log><gpu id="00000000:2D:00.0">${inside}</gpu></nvidia_smi_log>`

  test('gives fb memory and not that of the BAR', () => {
    const [one] = parseNvidiaXml(
      gpu(
        '<product_name>NVIDIA A10</product_name><fb_memory_usage><total>23028 MiB</total><reserved>500 MiB</reserved>' +
          '<used>100 MiB</used><free>22428 MiB</free></fb_memory_usage><bar1_memory_usage><total>32768 MiB</total></bar1_memory_usage>'
      )
    )
    expect(mebibytes(one?.facts.total)).toBe('23028 MiB')
    expect(mebibytes(one?.facts.free)).toBe('22428 MiB')
    expect(one?.facts.slot).toBe('0000:2d:00')
  })

  test('has no name for a card newer than its driver', () => {
    const [one] = parseNvidiaXml(gpu('<product_name>Graphics Device</product_name>'))
    expect(one?.facts.name).toMatchObject({ known: false })
    expect(one?.facts.total).toMatchObject({ known: false })
  })

  test('that is cut short gives the GPUs before the cut', () => {
    expect(
      parseNvidiaXml(`${gpu('<product_name>A</product_name>')}<gpu id="1"><product_name>B`)
    ).toHaveLength(1)
  })
})

test('the list gives slices in place of their card, a little below the size in their name', () => {
  const gpus = parseNvidiaList(
    'GPU 0: NVIDIA H200 (UUID: GPU-0)\n  MIG 1g.18gb     Device  0: (UUID: MIG-0)\n' +
      '  MIG 3g.71gb     Device  1: (UUID: MIG-1)\nGPU 1: NVIDIA H200 (UUID: GPU-1)\n'
  )
  expect(gpus.map((gpu) => [gpu.kind, gpu.name.known && gpu.name.value, gpu.total.known])).toEqual([
    ['mig', 'NVIDIA H200 MIG 1g.18gb', true],
    ['mig', 'NVIDIA H200 MIG 3g.71gb', true],
    ['discrete', 'NVIDIA H200', false]
  ])
})

test('the table gives name, slot and size, and does not guess what is free', () => {
  const [gpu] = parseNvidiaTable(
    '|   0  NVIDIA GeForce RTX 3060        WDDM  | 00000000:0A:00.0  On |                  N/A |\n' +
      '|  0%   40C    P8              12W / 170W |    900MiB / 12288MiB |      2%      Default |\n'
  )
  expect(gpu).toMatchObject({ slot: '0000:0a:00', name: { value: 'NVIDIA GeForce RTX 3060' } })
  expect(mebibytes(gpu?.total)).toBe('12288 MiB')
  expect(gpu?.free.known).toBe(false)
})

test.each([
  ['00000000:2D:00.0', '0000:2d:00'],
  ['2d:00.1', '0000:2d:00'],
  ['10000:e1:00.0', '10000:e1:00'],
  ['N/A', null],
  ['', null]
])('the PCI address %s is the slot %s', (address, slot) => {
  expect(pciSlot(address)).toBe(slot)
})
