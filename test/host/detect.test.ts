import { expect, test } from 'vitest'
import { detect } from '../../src/host/detect.ts'
import { realProbe } from '../../src/host/probe/real-probe.ts'
import { replayProbe } from '../../src/host/probe/replay-probe.ts'
import { describeMachine } from './describe-machine.ts'
import { fixture } from './fixture.ts'
import { testCatalog } from './test-catalog.ts'

interface Case {
  readonly name: string
  readonly file: string
  readonly lines: readonly string[]
  /** The beginning of each note. */
  readonly notes?: readonly string[]
}

const cases: readonly Case[] = [
  {
    name: 'free memory of NVIDIA cards is read, not total less used, and a management chip is no GPU',
    file: 'linux-two-3090-and-a-bmc',
    lines: [
      'linux physical, 115.00 GiB free of 125.71 GiB, 102.4 GB/s',
      // 22963 MiB; total less used would say 22.83 GiB
      'NVIDIA GeForce RTX 3090: discrete, 22.42 GiB free of 24.00 GiB, unknown, cuda',
      'NVIDIA GeForce RTX 3090: discrete, 23.59 GiB free of 24.00 GiB, unknown, cuda'
    ]
  },
  {
    name: 'a driver that refuses the long query is asked the short one',
    file: 'linux-old-nvidia-driver',
    lines: [
      'linux physical, 57.22 GiB free of 62.76 GiB, unknown',
      'Quadro M6000 24GB: discrete, 23.37 GiB free of 23.87 GiB, unknown, cuda'
    ]
  },
  {
    name: 'a GB10 without a memory figure has the memory of the system',
    file: 'linux-gb10',
    lines: [
      'linux physical, 112.53 GiB free of 119.69 GiB, 273.0 GB/s',
      'NVIDIA GB10: unified, 112.53 GiB free of 119.69 GiB, 273.0 GB/s, cuda, in RAM'
    ]
  },
  {
    name: 'a Jetson without nvidia-smi is known by its device tree',
    file: 'linux-jetson-without-nvidia-smi',
    lines: [
      'linux physical, 11.44 GiB free of 15.10 GiB, unknown',
      'NVIDIA Jetson Orin NX 16GB: unified, 11.44 GiB free of 15.10 GiB, unknown, cuda, in RAM'
    ]
  },
  {
    name: 'a partitioned GPU is its slices, not the card',
    file: 'linux-h100-in-slices',
    lines: [
      'linux physical, 476.84 GiB free of 503.81 GiB, unknown',
      'NVIDIA H100 80GB HBM3 MIG 0: mig, 26.80 GiB free of 39.50 GiB, unknown, cuda',
      'NVIDIA H100 80GB HBM3 MIG 1: mig, 19.48 GiB free of 19.50 GiB, unknown, cuda'
    ],
    notes: ['A program uses one slice']
  },
  {
    name: 'a broken NVIDIA driver leaves the card, with unknown memory and what to do',
    file: 'linux-broken-nvidia-driver',
    lines: [
      'linux physical, 26.70 GiB free of 31.15 GiB, unknown',
      'GeForce RTX 4070 SUPER: discrete, unknown free of unknown, unknown, cuda',
      'AlderLake-S GT1: integrated, 23.37 GiB free of 23.37 GiB, unknown, vulkan, in RAM'
    ],
    notes: ['The NVIDIA driver is installed but does not answer', 'GeForce RTX 4070 SUPER: memory unknown.']
  },
  {
    name: 'in WSL the card of nvidia-smi counts and the adapter of Microsoft does not',
    file: 'wsl2-4070',
    lines: [
      'linux wsl, 14.21 GiB free of 15.56 GiB, unknown',
      'NVIDIA GeForce RTX 4070: discrete, 10.40 GiB free of 11.99 GiB, unknown, cuda'
    ]
  },
  {
    name: 'in WSL without a driver there is no phantom, and a note that Windows has a GPU',
    file: 'wsl2-without-driver',
    lines: ['linux wsl, 6.68 GiB free of 7.72 GiB, unknown'],
    notes: ['Windows shares a GPU with this WSL']
  },
  {
    name: 'an AMD card has its VRAM, a Ryzen beside it the RAM it may map, and memory picks one of two products',
    file: 'linux-7800xt-beside-ryzen-graphics',
    lines: [
      'linux physical, 57.22 GiB free of 61.99 GiB, unknown',
      'Radeon RX 7800 XT: discrete, 14.90 GiB free of 15.98 GiB, 624.0 GB/s, rocm',
      'Raphael: integrated, 30.47 GiB free of 31.50 GiB, unknown, vulkan, in RAM'
    ]
  },
  {
    name: 'a Strix Halo that maps RAM on demand shares it',
    file: 'linux-strix-halo-mapped',
    lines: [
      'linux physical, 115.39 GiB free of 123.02 GiB, 256.0 GB/s',
      'AMD RYZEN AI MAX+ 395 w/ Radeon 8060S: unified, 94.00 GiB free of 96.00 GiB, 256.0 GB/s, rocm, in RAM'
    ]
  },
  {
    name: 'a Strix Halo with memory set aside takes nothing from the RAM that is left',
    file: 'linux-strix-halo-set-aside',
    lines: [
      'linux physical, 26.70 GiB free of 30.99 GiB, 256.0 GB/s',
      'Radeon 8060S Graphics: unified, 95.00 GiB free of 96.00 GiB, 256.0 GB/s, rocm'
    ]
  },
  {
    name: 'an Intel card has what xe states, and the graphics of the processor come after it',
    file: 'linux-arc-b570-xe',
    lines: [
      'linux physical, 28.61 GiB free of 31.09 GiB, unknown',
      'Arc B570: discrete, unknown free of 9.94 GiB, unknown, vulkan',
      'UHD Graphics 770: integrated, 23.32 GiB free of 23.32 GiB, unknown, vulkan, in RAM'
    ]
  },
  {
    name: 'the screen of a virtual machine is no GPU',
    file: 'vm-without-gpu',
    lines: ['linux vm, 6.77 GiB free of 7.77 GiB, unknown']
  },
  {
    name: 'a container has its limit, less what it cannot give back',
    file: 'container-with-a-limit',
    lines: ['linux container, 6.00 GiB free of 8.00 GiB, unknown']
  },
  {
    name: 'on a Windows laptop remote and virtual adapters are dropped and the iGPU has half of RAM',
    file: 'windows-laptop-iris-and-4070',
    lines: [
      'windows physical, 18.63 GiB free of 31.67 GiB, 76.8 GB/s',
      'NVIDIA GeForce RTX 4070 Laptop GPU: discrete, 7.77 GiB free of 8.00 GiB, unknown, cuda',
      'Intel(R) Iris(R) Xe Graphics: integrated, 15.83 GiB free of 15.83 GiB, 76.8 GB/s, vulkan, in RAM'
    ]
  },
  {
    name: 'a card that was taken out of a Windows machine lends its memory to nobody; BOM and exit 1 do no harm',
    file: 'windows-7600xt-and-a-card-taken-out',
    lines: [
      'windows physical, 23.84 GiB free of 31.95 GiB, unknown',
      'AMD Radeon RX 7600 XT: discrete, unknown free of 15.94 GiB, unknown, vulkan'
    ]
  },
  {
    name: 'the 32-bit figure of Windows is unknown, never 4095 MiB',
    file: 'windows-only-the-32-bit-figure',
    lines: [
      'windows physical, 8.58 GiB free of 15.93 GiB, unknown',
      'AMD Radeon RX 6750 XT: discrete, unknown free of unknown, unknown, vulkan'
    ],
    notes: ['AMD Radeon RX 6750 XT: memory unknown. Windows only says "4 GiB or more"']
  },
  {
    name: 'an AMD processor on Windows has its carve-out and what Windows lends; four 32-bit LPDDR devices are 128 bit',
    file: 'windows-780m-and-directx',
    lines: [
      'windows physical, 20.00 GiB free of 28.00 GiB, 102.4 GB/s',
      'AMD Radeon 780M Graphics: integrated, 14.00 GiB free of 18.00 GiB, 102.4 GB/s, vulkan, in RAM'
    ]
  },
  {
    name: 'when PowerShell hangs there are names without figures',
    file: 'windows-powershell-hangs',
    lines: [
      'windows physical, 8.38 GiB free of 15.88 GiB, unknown',
      'Radeon RX 580 Series: discrete, unknown free of unknown, unknown, vulkan'
    ],
    notes: ['PowerShell did not answer within 12 seconds', 'Radeon RX 580 Series: memory unknown.']
  },
  {
    name: 'macOS 26 gives the GPU 78 % of 32 GiB',
    file: 'mac-m2-max-macos-26',
    lines: [
      'macos physical, 24.00 GiB free of 32.00 GiB, 400.0 GB/s',
      'Apple M2 Max: unified, 24.00 GiB free of 24.96 GiB, 400.0 GB/s, metal, in RAM'
    ]
  },
  {
    name: 'macOS 15 gives the GPU two thirds of 32 GiB',
    file: 'mac-m2-max-macos-15',
    lines: [
      'macos physical, unknown free of 32.00 GiB, 400.0 GB/s',
      'Apple M2 Max: unified, unknown free of 21.33 GiB, 400.0 GB/s, metal, in RAM'
    ]
  },
  {
    name: 'a limit that was set counts before the rule',
    file: 'mac-m2-max-raised-limit',
    lines: [
      'macos physical, 54.00 GiB free of 64.00 GiB, 400.0 GB/s',
      'Apple M2 Max: unified, 54.00 GiB free of 56.00 GiB, 400.0 GB/s, metal, in RAM'
    ]
  },
  {
    name: 'an Intel Mac is read from the text form, GB and MB alike',
    file: 'mac-intel-2019',
    lines: [
      'macos physical, unknown free of 16.00 GiB, unknown',
      'AMD Radeon Pro 5300M: discrete, unknown free of 4.00 GiB, unknown, metal',
      'Intel UHD Graphics 630: integrated, unknown free of 1.50 GiB, unknown, metal, in RAM'
    ]
  },
  {
    name: 'a system on which nothing answers is all unknown, without a zero',
    file: 'nothing-answers',
    lines: ['linux physical, unknown free of unknown, unknown']
  }
]

test.each(cases)('$name', async ({ file, lines, notes = [] }) => {
  const machine = await detect(replayProbe(fixture(file)), { findDevice: testCatalog })
  expect(describeMachine(machine)).toEqual(lines)
  expect(machine.notes.map((note, index) => note.slice(0, notes[index]?.length ?? note.length))).toEqual(
    notes
  )
})

test('every value of a machine says where it comes from, and every unknown why', async () => {
  const readings: { known: boolean; source?: string; reason?: string; value?: unknown }[] = []
  for (const { file } of cases) {
    const machine = await detect(replayProbe(fixture(file)), { findDevice: testCatalog })
    JSON.stringify(machine, (_key, value: unknown) => {
      if (typeof value === 'object' && value !== null && 'known' in value) readings.push(value as never)
      return value
    })
  }
  expect(readings.length).toBeGreaterThan(200)
  for (const reading of readings) {
    expect(reading.known ? reading.source : reading.reason).toMatch(/\S{3,}/)
    if (reading.known) expect(reading.value).not.toBe(0)
  }
})

test('this machine has the RAM that Node sees, or a limit below it', async () => {
  const probe = realProbe()
  const { ram, accelerators } = await detect(probe, { findDevice: testCatalog })
  expect(ram.total.known && ram.total.value).toBeLessThanOrEqual(probe.totalmem())
  expect(ram.total.known && ram.total.value).toBeGreaterThan(0)
  for (const one of accelerators) expect(one.total).not.toMatchObject({ value: 0 })
})
