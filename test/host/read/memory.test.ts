import { describe, expect, test } from 'vitest'
import type { MemoryModule } from '../../../src/host/read/memory-modules.ts'
import { bandwidthOfModules, parseDmidecode } from '../../../src/host/read/memory-modules.ts'
import { cgroupLimit } from '../../../src/host/read/cgroup.ts'
import { parseMeminfo } from '../../../src/host/read/meminfo.ts'
import { parseVmStat } from '../../../src/host/read/mac-system.ts'
import { gib } from '../../../src/core/quantity.ts'

const modules = (
  type: string,
  speed: number | null,
  width: number | null,
  ...labels: string[]
): MemoryModule[] => labels.map((label) => ({ type, speed, dataWidth: width, label }))

const eight = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']

describe('RAM bandwidth', () => {
  test.each<[string, MemoryModule[], string]>([
    ['one module', modules('DDR4', 3200, 64, 'DIMM 0'), '25.6 GB/s'],
    ['two modules, labels that name no channel', modules('DDR5', 5600, 64, 'A', 'B'), '89.6 GB/s'],
    [
      'four modules on two channels',
      modules('DDR5', 6000, 64, 'ChannelA-DIMM0', 'ChannelA-DIMM1', 'ChannelB-DIMM0', 'ChannelB-DIMM1'),
      '96.0 GB/s'
    ],
    [
      'four modules on two channels, DIMM_A1',
      modules('DDR4', 3600, 64, 'DIMM_A1', 'DIMM_A2', 'DIMM_B1', 'DIMM_B2'),
      '57.6 GB/s'
    ],
    [
      'two controllers with a channel A each',
      modules('DDR5', 4800, 64, 'Controller0-ChannelA', 'Controller1-ChannelA'),
      '76.8 GB/s'
    ],
    ['four modules without labels are two channels', modules('DDR4', 3200, 64, '', '', '', ''), '51.2 GB/s'],
    ['Strix Halo: eight 32-bit devices of LPDDR5 8000', modules('LPDDR5', 8000, 32, ...eight), '256.0 GB/s'],
    [
      'two processors of two channels each: a process reaches those of one',
      modules('DDR4', 2400, 64, 'CPU1_DIMM_A1', 'CPU1_DIMM_B1', 'CPU2_DIMM_A1', 'CPU2_DIMM_B1'),
      '38.4 GB/s'
    ],
    [
      'eight channels of a server',
      modules('DDR4', 3200, 64, ...eight.map((c) => `P0 CHANNEL ${c}`)),
      '204.8 GB/s'
    ],
    ['a clock in MHz', modules('DDR5', 2400, 64, 'A', 'B'), '76.8 GB/s'],
    ['no speed', modules('DDR5', 0, 64, 'A'), 'unknown'],
    [
      'speeds of which one is not known',
      [...modules('DDR5', 5600, 64, 'A'), ...modules('DDR5', null, 64, 'B')],
      'unknown'
    ],
    ['LPDDR without a width', modules('LPDDR5', 6400, null, 'A', 'B'), 'unknown'],
    ['LPDDR of an impossible width', modules('LPDDR5', 8000, 128, ...eight), 'unknown'],
    ['a type that is not known', modules('', 3200, 64, 'A'), 'unknown'],
    ['no modules', [], 'unknown']
  ])('of %s', (_what, given, expected) => {
    const reading = bandwidthOfModules(given, 'test', '')
    expect(reading.known ? `${(reading.value / 1e9).toFixed(1)} GB/s` : 'unknown').toBe(expected)
  })

  test('dmidecode gives the data width without ECC, the configured speed, and no empty slots', () => {
    const text =
      'Memory Device\n\tTotal Width: 72 bits\n\tData Width: 64 bits\n\tSize: 16384 MB\n\tLocator: DIMM_A1\n' +
      '\tBank Locator: BANK 0\n\tType: DDR4\n\tSpeed: 3200 MT/s\n\tConfigured Clock Speed: 2933 MT/s\n\n' +
      'Memory Device\n\tSize: No Module Installed\n'
    expect(parseDmidecode(text)).toEqual([
      { type: 'DDR4', speed: 2933, dataWidth: 64, label: 'DIMM_A1 BANK 0' }
    ])
  })
})

test('/proc/meminfo counts in KiB, and old kernels have no MemAvailable', () => {
  const { total, available } = parseMeminfo('MemTotal:       16384000 kB\nMemFree: 100 kB\n')
  expect(total).toMatchObject({ known: true, value: 16_777_216_000 })
  expect(available.known).toBe(false)
})

describe('the limit of a control group', () => {
  const limitOf = (files: Record<string, string>): ReturnType<typeof cgroupLimit> =>
    cgroupLimit((path) => Promise.resolve(files[path] ?? null))
  const v2 = '/sys/fs/cgroup'
  const v1 = '/sys/fs/cgroup/memory'

  test.each<[string, Record<string, string>, number | null]>([
    ['absent', {}, null],
    ['the word max', { [`${v2}/memory.max`]: 'max\n' }, null],
    ['in version 2', { [`${v2}/memory.max`]: `${gib(4)}\n` }, 4],
    [
      'of a group above',
      {
        '/proc/self/cgroup': '0::/a/b\n',
        [`${v2}/a/memory.max`]: String(gib(2)),
        [`${v2}/a/b/memory.max`]: 'max'
      },
      2
    ],
    [
      'the tightest of several',
      {
        '/proc/self/cgroup': '0::/a\n',
        [`${v2}/memory.max`]: String(gib(8)),
        [`${v2}/a/memory.high`]: String(gib(3))
      },
      3
    ],
    ['outside the namespace', { '/proc/self/cgroup': '0::/../x\n', [`${v2}/memory.max`]: String(gib(1)) }, 1],
    [
      'in version 1',
      {
        '/proc/self/cgroup': '9:cpu,memory:/docker/x\n',
        [`${v1}/docker/x/memory.limit_in_bytes`]: String(gib(6))
      },
      6
    ],
    ['the number for none of version 1', { [`${v1}/memory.limit_in_bytes`]: '9223372036854771712\n' }, null]
  ])('%s', async (_what, files, expected) => {
    const found = await limitOf(files)
    expect(found === null ? null : found.limit / 2 ** 30).toBe(expected)
  })

  test('counts file cache that is idle as free', async () => {
    const found = await limitOf({
      [`${v2}/memory.max`]: String(gib(4)),
      [`${v2}/memory.current`]: String(gib(3)),
      [`${v2}/memory.stat`]: `anon 1\ninactive_file ${gib(1)}\n`
    })
    expect(found?.inUse).toBe(gib(2))
  })
})

test('vm_stat with a missing line is unknown, not all of memory', () => {
  expect(parseVmStat('page size of 16384 bytes)\nAnonymous pages: 10.\n', gib(16)).known).toBe(false)
})
