import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { detect } from '../../src/host/detect.ts'
import type { Bundle } from '../../src/host/probe/bundle.ts'
import type { Probe, RunOutcome } from '../../src/host/probe/probe.ts'
import { replayProbe } from '../../src/host/probe/replay-probe.ts'
import { describeMachine } from './describe-machine.ts'
import { fixture } from './fixture.ts'
import { testCatalog } from './test-catalog.ts'

const names = readdirSync(join(import.meta.dirname, '../fixtures/machine'))
  .filter((file) => file !== 'index.json')
  .map((file) => file.replace('.json', ''))
const seen = async (probe: Probe): Promise<string[]> =>
  describeMachine(await detect(probe, { findDevice: testCatalog }))

const changed = (bundle: Bundle, change: (text: string) => string): Bundle => ({
  ...bundle,
  commands: bundle.commands.map((command) => ({ ...command, stdout: change(command.stdout) }))
})

describe.each(names)('%s', (name) => {
  const bundle = fixture(name)
  const alone = seen(replayProbe(bundle))

  test('is the same with Windows line ends', async () => {
    const windows = changed(bundle, (text) => text.replaceAll(/\r?\n/g, '\r\n'))
    expect(await seen(replayProbe(windows))).toEqual(await alone)
  })

  test('is the same with complaints on stderr', async () => {
    const noisy = {
      ...bundle,
      commands: bundle.commands.map((command) => ({
        ...command,
        stderr: `${command.stderr}warning: locale not found\n`
      }))
    }
    expect(await seen(replayProbe(noisy))).toEqual(await alone)
  })

  const faults: Record<string, (outcome: RunOutcome) => RunOutcome> = {
    'has no programs': () => ({ code: null, stdout: '', stderr: '', timedOut: false, missing: true }),
    'has programs that hang': () => ({ code: null, stdout: '', stderr: '', timedOut: true, missing: false }),
    'has programs that fail silently': (outcome) => ({ ...outcome, code: 1, stdout: '' }),
    'has programs that print rubbish': (outcome) => ({
      ...outcome,
      stdout: '{"a": [1, 2}\n|||, 0x, GPU 0:\u0000'
    }),
    'has programs cut off in the middle': (outcome) => ({
      ...outcome,
      stdout: outcome.stdout.slice(0, outcome.stdout.length / 2)
    })
  }
  test.each(Object.entries(faults))('%s, and is still a machine without a zero', async (_name, fault) => {
    const probe = replayProbe(bundle)
    const run: Probe['run'] = async (...asked) => fault(await probe.run(...asked))
    const machine = await detect({ ...probe, run }, { findDevice: testCatalog })
    expect(describeMachine(machine).join('\n')).not.toMatch(/\b0\.00 GiB|NaN|Infinity/)
  })

  test('is still a machine when every question throws', async () => {
    const broken = (): never => {
      throw new Error('broken')
    }
    const probe: Probe = { ...replayProbe(bundle), run: broken, readText: broken, readdir: broken }
    expect((await detect(probe, { findDevice: testCatalog })).accelerators).toEqual([])
  })
})

describe('a program that never answers', () => {
  afterEach(() => vi.useRealTimers())

  test('costs its own deadline and the rest of the machine is seen', async () => {
    vi.useFakeTimers()
    const probe: Probe = { ...replayProbe(fixture('wsl2-4070')), run: () => new Promise(() => undefined) }
    const machine = detect(probe, { findDevice: testCatalog })
    // nvidia-smi 4 s, then the tools asked where it said nothing; all below the 15 s of one look.
    await vi.advanceTimersByTimeAsync(15_000)
    expect(describeMachine(await machine)).toEqual(['linux wsl, 14.21 GiB free of 15.56 GiB, unknown'])
    expect((await machine).notes).toEqual([
      'nvidia-smi did not answer within 4 seconds. Detect again, or enter the card by hand.'
    ])
  })

  test('leaves what Node knows when even files hang', async () => {
    vi.useFakeTimers()
    const silent = (): Promise<never> => new Promise(() => undefined)
    const probe: Probe = {
      ...replayProbe(fixture('wsl2-4070')),
      run: silent,
      readText: silent,
      readdir: silent
    }
    const machine = detect(probe, { findDevice: testCatalog })
    await vi.advanceTimersByTimeAsync(30_500)
    expect((await machine).platform).toBe('linux')
  })
})

test('a system that is not known is said to be so', async () => {
  const machine = await detect(
    { ...replayProbe(fixture('nothing-answers')), platform: 'freebsd' },
    {
      findDevice: testCatalog
    }
  )
  expect(machine.platform).toBe('other')
  expect(machine.notes[0]).toContain('freebsd')
})
