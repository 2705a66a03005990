import type { Bytes } from '../../core/quantity.ts'
import { bytes, mib } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown } from '../../core/reading.ts'
import { appleGpuBudget } from '../../core/machine/apple-memory.ts'
import type { Probe } from '../probe/probe.ts'
import { cpuOfNode, preferCpu } from '../read/cpu.ts'
import { environmentOf } from '../read/environment.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import { parseDisplaysJson, parseDisplaysText } from '../read/mac-displays.ts'
import { parseSysctl, parseVmStat, sysctlNames } from '../read/mac-system.ts'
import type { Questions } from './ask-all.ts'
import { askAll } from './ask-all.ts'
import { hintCpu, hintOs } from './hints.ts'
import type { MachineFacts, OnFacts } from './machine-facts.ts'
import { nodeMemory, waiting } from './machine-facts.ts'

interface Answers {
  readonly sysctl: string
  readonly vmStat: string
  readonly displays: {
    readonly gpus: readonly GpuFacts[]
    readonly state: 'open' | 'answered' | 'late' | 'no-answer'
  }
  readonly cpu: MachineFacts['cpu']
  readonly os: MachineFacts['os']
}

/** Asks macOS: sysctl, vm_stat and system_profiler, which alone takes up to a second. */
export async function gatherMacos(probe: Probe, onFacts: OnFacts): Promise<MachineFacts> {
  const run = (command: string, args: readonly string[]) => (): Promise<string> =>
    probe.run(command, args, { timeoutMs: 3000 }).then(({ stdout }) => stdout)
  const questions: Questions<Answers> = {
    sysctl: { name: 'sysctl', ask: run('sysctl', sysctlNames), otherwise: '' },
    vmStat: { name: 'vm_stat', ask: run('vm_stat', []), otherwise: '' },
    displays: {
      name: 'system_profiler',
      ask: () => gatherDisplays(probe),
      otherwise: { gpus: [], state: 'open' }
    },
    cpu: { name: 'systeminformation', ask: () => hintCpu(probe), otherwise: cpuOfNode(probe.cpus()) },
    os: { name: 'systeminformation', ask: () => hintOs(probe), otherwise: waiting }
  }
  const answers = await askAll(questions, (soFar, waitingFor) => {
    onFacts(macFacts(soFar, probe), waitingFor)
  })
  return macFacts(answers, probe)
}

function macFacts({ sysctl, vmStat, displays: answer, cpu, os }: Answers, probe: Probe): MachineFacts {
  const displays = answer.gpus
  const values = parseSysctl(sysctl)
  const ram = macMemory(values, vmStat, probe)
  const version = values.get('kern.osproductversion')
  const major = macosMajor(version, probe.release)
  return {
    platform: 'macos',
    os: version === undefined ? os : known(`macOS ${version}`, 'sysctl kern.osproductversion'),
    environment: environmentOf({
      kernelRelease: '',
      containerFile: false,
      initGroups: '',
      product: values.get('hw.model')?.startsWith('VirtualMac') === true ? 'Apple Virtualization' : '',
      hypervisor: values.get('kern.hv_vmm_present') === '1'
    }),
    cpu: preferCpu(preferCpu(sysctlCpu(values), cpu), cpuOfNode(probe.cpus())),
    ram,
    ramBandwidth: unknown('macOS does not state the speed of its memory.'),
    gpus: withChip(displays, values).map((gpu) =>
      gpu.vendor === 'apple' ? withBudget(gpu, values, ram, major) : gpu
    ),
    notes: [
      ...(displays.some((gpu) => gpu.vendor === 'nvidia')
        ? ['macOS has no LLM engine for NVIDIA cards: the card is listed and cannot be used.']
        : []),
      ...missingDisplays[answer.state]
    ]
  }
}

/**
 * The GPU of an Apple chip is known by the processor's name, before system_profiler answers and where it does not;
 * only the number of its cores is not.
 */
function withChip(displays: readonly GpuFacts[], values: ReadonlyMap<string, string>): readonly GpuFacts[] {
  const chip = values.get('machdep.cpu.brand_string') ?? ''
  if (!/^Apple M\d+( \w+)?$/.test(chip) || displays.some((gpu) => gpu.vendor === 'apple')) return displays
  return [
    {
      vendor: 'apple',
      name: known(chip, 'sysctl machdep.cpu.brand_string'),
      slot: null,
      pciId: null,
      kind: 'unified',
      total: waiting,
      free: waiting,
      borrowed: null
    },
    ...displays
  ]
}

const missingDisplays: Readonly<Record<Answers['displays']['state'], readonly string[]>> = {
  open: [],
  answered: [],
  late: ['system_profiler did not answer in time: GPUs may be missing. Detect again, or enter them by hand.'],
  'no-answer': ['system_profiler gave no answer that could be read: GPUs may be missing. Enter them by hand.']
}

async function gatherDisplays(probe: Probe): Promise<Answers['displays']> {
  const options = { timeoutMs: 8000 }
  const json = await probe.run('system_profiler', ['SPDisplaysDataType', '-json'], options)
  const parsed = parseDisplaysJson(json.stdout)
  if (parsed) return { gpus: parsed, state: 'answered' }
  if (json.missing) return { gpus: [], state: 'no-answer' }
  if (json.timedOut) return { gpus: [], state: 'late' }
  const text = await probe.run('system_profiler', ['SPDisplaysDataType'], options)
  const gpus = parseDisplaysText(text.stdout)
  return { gpus, state: gpus.length > 0 ? 'answered' : text.timedOut ? 'late' : 'no-answer' }
}

/** The GPU's share of memory: the limit that is set, or the system's default. */
function withBudget(
  gpu: GpuFacts,
  values: ReadonlyMap<string, string>,
  ram: MachineFacts['ram'],
  major: number | null
): GpuFacts {
  const set = wiredLimit(values)
  const total: Reading<Bytes> =
    set ??
    (ram.total.known
      ? known(
          appleGpuBudget(ram.total.value, major),
          `default share of memory on macOS ${major ?? '(version unknown, taken as 26)'}`,
          'derived'
        )
      : unknown('The memory of this Mac could not be read.'))
  return { ...gpu, total, free: freeOfApple(total, ram.available) }
}

/** What one program can take now: what is free of memory, up to the limit. */
export const freeOfApple = (total: Reading<Bytes>, available: Reading<Bytes>): Reading<Bytes> =>
  total.known && available.known
    ? known(
        bytes(Math.min(total.value, available.value)),
        'what is free of memory, up to the limit',
        'derived'
      )
    : unknown('What is free of memory could not be read.')

/** In MiB since macOS 14; under its name of macOS 13 in bytes. 0 is the default: no limit of the user's own. */
function wiredLimit(values: ReadonlyMap<string, string>): Reading<Bytes> | null {
  const mebibytes = Number(values.get('iogpu.wired_limit_mb') ?? 0)
  if (mebibytes > 0) return known(mib(mebibytes), 'sysctl iogpu.wired_limit_mb')
  const older = Number(values.get('debug.iogpu.wired_limit') ?? 0)
  if (!(older > 0)) return null
  return known(older < 2 ** 24 ? mib(older) : bytes(older), 'sysctl debug.iogpu.wired_limit')
}

/** Darwin 24 is macOS 15, Darwin 25 is macOS 26. */
function macosMajor(version: string | undefined, release: string): number | null {
  const major = Number(/^(\d+)/.exec(version ?? '')?.[1] ?? Number.NaN)
  if (Number.isFinite(major)) return major
  const darwin = Number(/^(\d+)\./.exec(release)?.[1] ?? Number.NaN)
  return Number.isFinite(darwin) ? (darwin >= 25 ? darwin + 1 : darwin - 9) : null
}

function macMemory(values: ReadonlyMap<string, string>, vmStat: string, probe: Probe): MachineFacts['ram'] {
  const size = Number(values.get('hw.memsize') ?? 0)
  const total = size > 0 ? known(bytes(size), 'sysctl hw.memsize') : nodeMemory(probe).total
  return {
    total,
    // os.freemem leaves out everything macOS would give back at once, so it is no fallback here.
    available: total.known
      ? parseVmStat(vmStat, total.value)
      : unknown('The memory of this Mac could not be read.')
  }
}

function sysctlCpu(values: ReadonlyMap<string, string>): MachineFacts['cpu'] {
  const number = (name: string): Reading<number> => {
    const value = Number(values.get(name) ?? 0)
    return value > 0 ? known(value, `sysctl ${name}`) : unknown(`sysctl gives no ${name}`)
  }
  const name = values.get('machdep.cpu.brand_string')
  return {
    name: name === undefined ? unknown('sysctl gives no processor name') : known(name, 'sysctl'),
    physicalCores: number('hw.physicalcpu'),
    logicalCores: number('hw.logicalcpu')
  }
}
