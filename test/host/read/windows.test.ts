import { describe, expect, test } from 'vitest'
import { gib } from '../../../src/core/quantity.ts'
import { parseWindowsAnswer } from '../../../src/host/read/windows-answer.ts'
import { readWindowsGpus } from '../../../src/host/read/windows-gpus.ts'
import { windowsArguments, windowsScript } from '../../../src/host/read/windows-script.ts'

const capped = 4293918720
const card = (name: string, id: string, subsystem = '24201458'): object => ({
  name,
  pnpDeviceId: `PCI\\VEN_1002&DEV_${id}&SUBSYS_${subsystem}&REV_C0\\6&1`,
  adapterRam: capped
})
const registered = (id: string, gibibytes: number): object => ({
  description: 'x',
  matchingDeviceId: `PCI\\VEN_1002&DEV_${id}`,
  qwMemorySize: gib(gibibytes)
})
const directx = (id: number, gibibytes: number): object => ({
  vendorId: 0x1002,
  deviceId: id,
  dedicatedVideoMemory: gib(gibibytes),
  sharedSystemMemory: gib(16)
})

const totals = (answer: object): (number | string)[] => {
  const parsed = parseWindowsAnswer(JSON.stringify(answer))
  return (parsed ? readWindowsGpus(parsed) : []).map((gpu) =>
    gpu.total.known ? gpu.total.value / 2 ** 30 : 'unknown'
  )
}

describe('VRAM on Windows', () => {
  test.each<[string, object, (number | string)[]]>([
    [
      'DirectX before the registry',
      { adapters: [card('A', '7480')], registry: [registered('7480', 8)], directx: [directx(0x7480, 16)] },
      [16]
    ],
    [
      'the registry where DirectX says 0',
      { adapters: [card('A', '7480')], registry: [registered('7480', 8)], directx: [directx(0x7480, 0)] },
      [8]
    ],
    [
      'nothing of another card',
      { adapters: [card('A', '7480')], registry: [registered('73ff', 8)], directx: [directx(0x73ff, 8)] },
      ['unknown']
    ],
    [
      'two cards of one kind',
      {
        adapters: [card('A', '7480'), card('A', '7480')],
        registry: [registered('7480', 16), registered('7480', 16)]
      },
      [16, 16]
    ],
    [
      'two sizes under one id',
      { adapters: [card('A', '73df')], registry: [registered('73df', 10), registered('73df', 12)] },
      ['unknown']
    ],
    [
      'a value as bytes',
      {
        adapters: [card('A', '7480')],
        registry: [{ matchingDeviceId: 'pci\\ven_1002&dev_7480', qwMemorySize: [0, 0, 0, 0, 4, 0, 0, 0] }]
      },
      [16]
    ],
    [
      'a 32-bit figure that is below its limit',
      { adapters: [{ ...card('A', '1402'), adapterRam: gib(2) }] },
      [2]
    ],
    ['a 32-bit figure at its limit', { adapters: [card('A', '7480')] }, ['unknown']],
    [
      'a 32-bit figure that is negative or nothing',
      {
        adapters: [
          { ...card('A', '1'), adapterRam: 0 },
          { ...card('B', '2'), adapterRam: null }
        ]
      },
      ['unknown', 'unknown']
    ],
    [
      'a list of one that PowerShell unwrapped',
      { adapters: card('A', '7480'), registry: registered('7480', 16) },
      [16]
    ]
  ])('%s', (_what, answer, expected) => {
    expect(totals(answer)).toEqual(expected)
  })
})

describe('free VRAM on Windows', () => {
  const usage = [
    { name: 'luid_0x00000000_0x0000D1A4_phys_0', dedicated: gib(3) },
    { name: 'luid_0x00000000_0x0000E200_phys_0', dedicated: gib(1) },
    { name: 'luid_0x00000000_0x00001111_phys_0', dedicated: 0 }
  ]
  const free = (answer: object): (number | string)[] => {
    const parsed = parseWindowsAnswer(JSON.stringify(answer))
    return (parsed ? readWindowsGpus(parsed) : []).map((gpu) =>
      gpu.free.known ? gpu.free.value / 2 ** 30 : 'unknown'
    )
  }
  const noted = (id: number, gibibytes: number, luid: number): object => ({
    ...directx(id, gibibytes),
    adapterLuid: luid
  })

  test.each<[string, object, (number | string)[]]>([
    [
      'of two cards each has its own counter',
      {
        adapters: [card('A', '7480'), card('B', '744c')],
        directx: [noted(0x7480, 16, 0xe200), noted(0x744c, 24, 0xd1a4)],
        usage
      },
      [15, 21]
    ],
    [
      'of one GPU the largest counter is its own',
      { adapters: [card('A', '7480')], directx: [directx(0x7480, 16)], usage },
      [13]
    ],
    [
      'of two cards of one kind it is not known whose counter is whose',
      {
        adapters: [card('A', '7480'), card('A', '7480')],
        directx: [noted(0x7480, 16, 0xe200), noted(0x7480, 16, 0xd1a4)],
        usage
      },
      ['unknown', 'unknown']
    ],
    [
      'without counters it is unknown',
      { adapters: [card('A', '7480')], directx: [directx(0x7480, 16)] },
      ['unknown']
    ],
    [
      'a counter above the total is not believed',
      { adapters: [card('A', '7480')], directx: [directx(0x7480, 2)], usage },
      ['unknown']
    ]
  ])('%s', (_what, answer, expected) => {
    expect(free(answer)).toEqual(expected)
  })
})

test.each([
  ['with a byte order mark and line ends', '\uFEFF{"adapters":[]}\r\n', true],
  ['after a warning', 'WARNING: x\n{"adapters":null}', true],
  ['empty', '', false],
  ['an error in place of JSON', 'Get-CimInstance : Access denied', false],
  ['cut off', '{"adapters":[{"name":', false]
])('an answer %s', (_what, stdout, readable) => {
  expect(parseWindowsAnswer(stdout) !== null).toBe(readable)
})

test('the script asks for nothing that names the computer or its owner', () => {
  expect(windowsScript).not.toMatch(
    /SerialNumber|UUID|SystemName|UserName|\.Name\s*=\s*\$env|DNSHostName|PSComputerName/i
  )
  const encoded = windowsArguments().at(-1) ?? ''
  expect(Buffer.from(encoded, 'base64').toString('utf16le')).toBe(windowsScript)
  // Windows takes 32767 characters on a command line.
  expect(encoded.length).toBeLessThan(20_000)
})
