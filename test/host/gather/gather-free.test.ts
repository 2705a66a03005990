import { expect, test } from 'vitest'
import { deviceCatalogue } from '../../../src/catalog/device-catalogue.ts'
import { combine } from '../../../src/host/combine/combine.ts'
import { detect } from '../../../src/host/detect.ts'
import { gatherFree } from '../../../src/host/gather/gather-free.ts'
import type { MachineFacts } from '../../../src/host/gather/machine-facts.ts'
import { nvidiaQuery, safeFields } from '../../../src/host/read/nvidia-smi-csv.ts'
import type { Bundle } from '../../../src/host/probe/bundle.ts'
import { replayProbe } from '../../../src/host/probe/replay-probe.ts'
import { describeMachine } from '../describe-machine.ts'
import { fixture } from '../fixture.ts'

async function again(
  name: string,
  change: (bundle: Bundle) => Bundle
): Promise<{ seen: string[]; asked: string[] }> {
  const seen: { facts?: MachineFacts } = {}
  await detect(replayProbe(fixture(name)), {
    ...deviceCatalogue,
    onFacts: (facts) => {
      seen.facts = facts
    }
  })
  if (!seen.facts) throw new Error('no facts')
  const probe = replayProbe(change(fixture(name)))
  const asked: string[] = []
  const run: typeof probe.run = (command, args, options) => {
    asked.push(command)
    return probe.run(command, args, options)
  }
  const facts = await gatherFree({ ...probe, run }, seen.facts)
  return { seen: describeMachine(combine(facts, deviceCatalogue)), asked }
}

const withFile =
  (path: string, text: string) =>
  (bundle: Bundle): Bundle => ({ ...bundle, files: { ...bundle.files, [path]: text } })

test('free VRAM of AMD cards and free RAM are read again from files alone', async () => {
  const used = withFile('/sys/class/drm/card1/device/mem_info_vram_used', String(8 * 2 ** 30))
  const { seen, asked } = await again('linux-6700xt-by-revision', (bundle) =>
    withFile('/proc/meminfo', 'MemTotal: 32715571 kB\nMemAvailable: 10485760 kB\n')(used(bundle))
  )
  expect(seen).toEqual([
    'linux physical, 10.00 GiB free of 31.20 GiB, unknown',
    'Radeon RX 6700 XT: discrete, 3.98 GiB free of 11.98 GiB, 384.0 GB/s, rocm'
  ])
  expect(asked).toEqual([])
})

test('nvidia-smi is asked one short question, and only where it answered before', async () => {
  const query = nvidiaQuery(safeFields)
  const { seen, asked } = await again('linux-three-kinds-of-gpu', (bundle) => ({
    ...bundle,
    commands: [
      ...bundle.commands,
      {
        command: 'nvidia-smi',
        args: query,
        code: 0,
        stdout:
          'NVIDIA GeForce RTX 4090, 24564, 20000, 4096, 00000000:01:00.0\nNVIDIA GeForce RTX 3060, 12288, 5, 2048, 00000000:04:00.0\n',
        stderr: '',
        timedOut: false,
        missing: false
      }
    ]
  }))
  expect(asked).toEqual(['nvidia-smi'])
  expect(seen[1]).toContain('RTX 4090: discrete, 4.00 GiB free of 23.99 GiB')
  expect(seen[2]).toContain('RTX 3060: discrete, 2.00 GiB free of 12.00 GiB')
  const broken = await again('linux-broken-nvidia-driver', (bundle) => bundle)
  expect(broken.asked).toEqual([])
})

test.each([
  'windows-laptop-iris-and-4070',
  'windows-780m-and-directx',
  'mac-intel-2019',
  'mac-m2-max-macos-26'
])('neither PowerShell nor system_profiler is asked again on %s', async (name) => {
  const { asked } = await again(name, (bundle) => bundle)
  expect(asked).not.toContain('powershell')
  expect(asked).not.toContain('system_profiler')
})

test('a source that has gone silent leaves the last reading', async () => {
  const before = await again('linux-6700xt-by-revision', (bundle) => bundle)
  const silent = await again('linux-6700xt-by-revision', (bundle) => ({
    ...bundle,
    files: { '/proc/meminfo': bundle.files['/proc/meminfo'] ?? '' }
  }))
  expect(silent.seen).toEqual(before.seen)
})
