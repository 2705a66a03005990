import { afterEach, describe, expect, test, vi } from 'vitest'
import { deviceCatalogue } from '../../src/catalog/device-catalogue.ts'
import type { Machine } from '../../src/core/machine/machine.ts'
import { detect } from '../../src/host/detect.ts'
import type { Probe, RunOutcome } from '../../src/host/probe/probe.ts'
import { replayProbe } from '../../src/host/probe/replay-probe.ts'
import { describeMachine } from './describe-machine.ts'
import { fixture } from './fixture.ts'

interface Subject {
  readonly program: string
  readonly machine: string
  /** Still there when the program is not: what the others found. */
  readonly others: readonly RegExp[]
  /** Said when the program failed; of some nothing is lost, or the reading itself says it. */
  readonly note: RegExp | null
}

const subjects: readonly Subject[] = [
  {
    program: 'nvidia-smi',
    machine: 'linux-broken-nvidia-driver',
    others: [/RTX 4070 SUPER: discrete/, /AlderLake-S GT1: integrated/],
    note: /nvidia-smi|NVIDIA driver/
  },
  {
    program: 'nvidia-smi',
    machine: 'linux-three-kinds-of-gpu',
    others: [/RX 9070 XT: discrete, 15\.82 GiB free of 15\.92/, /UHD Graphics 770: integrated/],
    // Without it nothing on this machine says that there is an NVIDIA card.
    note: null
  },
  {
    program: 'nvidia-smi',
    machine: 'windows-laptop-iris-and-4070',
    others: [/RTX 4070 Laptop GPU: discrete/, /Iris\(R\) Xe Graphics: integrated/],
    note: null
  },
  {
    program: 'powershell',
    machine: 'windows-laptop-iris-and-4070',
    others: [/RTX 4070 Laptop GPU: discrete, 7\.77 GiB free of 8\.00/],
    note: /PowerShell/
  },
  {
    program: 'system_profiler',
    machine: 'mac-intel-2019',
    others: [/of 16\.00 GiB/],
    note: /system_profiler/
  },
  {
    program: 'system_profiler',
    machine: 'mac-m2-max-macos-26',
    others: [/Apple M2 Max: unified, 24\.00 GiB free of 24\.96/],
    note: /system_profiler/
  },
  { program: 'sysctl', machine: 'mac-m2-max-macos-26', others: [/Apple M2 Max: unified/], note: null },
  { program: 'vm_stat', machine: 'mac-m2-max-macos-26', others: [/free of 32\.00 GiB/], note: null },
  {
    program: 'lspci',
    machine: 'linux-two-3090-and-a-bmc',
    others: [/RTX 3090: discrete, 22\.42 GiB free of 24\.00/, /RTX 3090: discrete, 23\.59/],
    note: null
  },
  { program: 'rocm-smi', machine: 'linux-two-7900xtx-by-rocm-smi', others: [/of 125\.70 GiB/], note: null },
  {
    program: 'amd-smi',
    machine: 'linux-two-mi300x-by-amd-smi',
    others: [/MI300X: discrete, unknown free of 192\.00 GiB/],
    note: null
  },
  { program: 'xpu-smi', machine: 'linux-b60-with-ecc-by-xpu-smi', others: [/of 125\.60 GiB/], note: null },
  {
    program: 'dmidecode',
    machine: 'linux-two-3090-and-a-bmc',
    others: [/RTX 3090: discrete, 22\.42/],
    note: null
  },
  {
    program: 'lscpu',
    machine: 'linux-780m-with-8-gib-set-aside',
    others: [/: integrated, .* of 20\.00 GiB/],
    note: null
  },
  {
    program: 'systeminformation',
    machine: 'windows-powershell-hangs',
    others: [/of 15\.88 GiB/],
    note: /PowerShell/
  }
]

const answer = (change: Partial<RunOutcome>): RunOutcome => ({
  code: 0,
  stdout: '',
  stderr: '',
  timedOut: false,
  missing: false,
  ...change
})

const oneLine = ' |,{<'.repeat(10_000_000)
const manyLines = '0, x, y | 1:2 [a/b] "c"\n'.repeat(2_000_000)

/** What takes the answer away. */
const losses: Readonly<Record<string, (asked: () => Promise<RunOutcome>) => Promise<RunOutcome>>> = {
  'is missing': () => Promise.resolve(answer({ code: null, missing: true })),
  'ends with 9 and says why': () =>
    Promise.resolve(
      answer({ code: 9, stdout: "it has failed because it couldn't communicate with the NVIDIA driver.\n" })
    ),
  'is ended at its deadline': () => Promise.resolve(answer({ code: null, timedOut: true })),
  'hangs past its deadline': () => new Promise(() => undefined),
  'prints nothing': () => Promise.resolve(answer({})),
  'prints 50 MB of one line': () => Promise.resolve(answer({ code: null, stdout: oneLine })),
  'prints 50 MB of lines': () => Promise.resolve(answer({ code: null, stdout: manyLines }))
}

/** What leaves the answer readable. */
const noises: Readonly<Record<string, (outcome: RunOutcome) => RunOutcome>> = {
  'ends with 1 after a good answer': (outcome) => ({ ...outcome, code: 1 }),
  'has the line ends of Windows': (outcome) => ({
    ...outcome,
    stdout: outcome.stdout.replaceAll(/\r?\n/g, '\r\n')
  }),
  'begins with a byte order mark': (outcome) => ({ ...outcome, stdout: `\uFEFF${outcome.stdout}` }),
  'complains on stderr': (outcome) => ({
    ...outcome,
    stderr: 'warning: locale de_DE not found\n'.repeat(1000)
  }),
  'writes decimals with a comma': (outcome) => ({
    ...outcome,
    stdout: outcome.stdout.replaceAll(/(?<=, |[>/:] *)\b(\d{3,6})(?= MiB|, \d)/g, '$1,00')
  })
}

const only = (subject: Subject, fault: (asked: () => Promise<RunOutcome>) => Promise<RunOutcome>): Probe => {
  const probe = replayProbe(fixture(subject.machine))
  return {
    ...probe,
    run: (command, args, options) =>
      command === subject.program
        ? fault(() => probe.run(command, args, options))
        : probe.run(command, args, options)
  }
}

afterEach(() => vi.useRealTimers())

/** Detection under a clock that is turned on by more than all of its time. */
async function detected(probe: Probe): Promise<Machine> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const machine = detect(probe, deviceCatalogue)
  const state = { ended: false }
  void machine.then(() => {
    state.ended = true
  })
  for (let seconds = 0; seconds < 20 && !state.ended; seconds++) {
    // Code is loaded by the real clock.
    await vi.dynamicImportSettled()
    await vi.advanceTimersByTimeAsync(1000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(state.ended).toBe(true)
  return machine
}

describe.each(subjects)('$program on $machine', (subject) => {
  test.each(Object.keys(losses))('%s: what the others found is there, in time', async (fault) => {
    const lose = losses[fault]
    if (!lose) throw new Error(fault)
    const machine = await detected(only(subject, lose))
    const seen = describeMachine(machine).join('\n')
    for (const other of subject.others) expect(seen).toMatch(other)
    expect(seen).not.toMatch(/\b0\.00 GiB|NaN|Infinity/)
    if (subject.note && fault !== 'is missing') expect(machine.notes.join('\n')).toMatch(subject.note)
  })

  test.each(Object.keys(noises))('%s: nothing changes', async (fault) => {
    const noise = noises[fault]
    if (!noise) throw new Error(fault)
    const noisy = await detected(only(subject, async (asked) => noise(await asked())))
    const plain = await detected(replayProbe(fixture(subject.machine)))
    expect(describeMachine(noisy)).toEqual(describeMachine(plain))
  })
})
