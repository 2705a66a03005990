import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { defaultSettings } from '../../src/contract/settings.ts'
import { createHost } from '../../src/host/create-host.ts'
import type { Probe } from '../../src/host/probe/probe.ts'
import { replayProbe } from '../../src/host/probe/replay-probe.ts'
import { fixture } from './fixture.ts'
import { testCatalog } from './test-catalog.ts'

function counted(): { readonly probe: Probe; readonly looks: () => number } {
  const probe = replayProbe(fixture('wsl2-4070'))
  let looks = 0
  return {
    probe: {
      ...probe,
      run: (command, args, options) => {
        if (command === 'lscpu') looks++
        return probe.run(command, args, options)
      }
    },
    looks: () => looks
  }
}

test('several who ask at once, or again at once, share one look at the machine', async () => {
  const { probe, looks } = counted()
  let time = 0
  const host = createHost({ probe, findDevice: testCatalog, now: () => time })
  const [one, two] = await Promise.all([host.detect(), host.detect()])
  expect(one).toBe(two)
  time = 1999
  await host.detect()
  expect(looks()).toBe(1)
  time = 2001
  await host.detect()
  expect(looks()).toBe(2)
})

test('settings go to the folder that was named, and the last write stays', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-host-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const host = createHost({ probe: counted().probe, findDevice: testCatalog, dataFolder: folder })
  await Promise.all([
    host.writeSettings({ ...defaultSettings, contextTokens: 4096 }),
    host.writeSettings({ ...defaultSettings, contextTokens: 65_536 })
  ])
  expect((await host.readSettings()).settings.contextTokens).toBe(65_536)
})

test('a report is saved by whoever has a dialog, and by nobody else', async () => {
  const report = { name: 'plimsoll-report.md', text: '# Report' }
  const saved = { saved: true, where: '/tmp/plimsoll-report.md' } as const
  const desktop = createHost({ saveReport: () => Promise.resolve(saved) })
  expect(await desktop.saveReport(report)).toEqual(saved)
  expect(await createHost().saveReport(report)).toEqual({ saved: false, reason: 'cancelled' })
})
