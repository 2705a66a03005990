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
import { nodeMemory } from './gather-windows.ts'
import { hintCpu, hintOs } from './hints.ts'
import type { MachineFacts } from './machine-facts.ts'

/** Asks macOS: sysctl, vm_stat and system_profiler, which alone takes up to a second. */
export async function gatherMacos(probe: Probe): Promise<MachineFacts> {
  const [sysctl, vmStat, displays, cpu, os] = await Promise.all([
    probe.run('sysctl', sysctlNames, { timeoutMs: 3000 }),
    probe.run('vm_stat', [], { timeoutMs: 3000 }),
    gatherDisplays(probe),
    hintCpu(probe),
    hintOs(probe)
  ])
  const values = parseSysctl(sysctl.stdout)
  const ram = macMemory(values, vmStat.stdout, probe)
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
    gpus: displays.map((gpu) => (gpu.vendor === 'apple' ? withBudget(gpu, values, ram, major) : gpu)),
    notes: displays.some((gpu) => gpu.vendor === 'nvidia')
      ? ['macOS has no LLM engine for NVIDIA cards: the card is listed and cannot be used.']
      : []
  }
}

async function gatherDisplays(probe: Probe): Promise<GpuFacts[]> {
  const options = { timeoutMs: 8000 }
  const json = await probe.run('system_profiler', ['SPDisplaysDataType', '-json'], options)
  const parsed = parseDisplaysJson(json.stdout)
  if (parsed || json.missing || json.timedOut) return parsed ?? []
  const text = await probe.run('system_profiler', ['SPDisplaysDataType'], options)
  return parseDisplaysText(text.stdout)
}

/** The GPU's share of memory: the limit that is set, or the system's default. */
function withBudget(
  gpu: GpuFacts,
  values: ReadonlyMap<string, string>,
  ram: MachineFacts['ram'],
  major: number | null
): GpuFacts {
  const set = Number(values.get('iogpu.wired_limit_mb') ?? values.get('debug.iogpu.wired_limit') ?? 0)
  const total: Reading<Bytes> =
    set > 0
      ? known(mib(set), 'sysctl iogpu.wired_limit_mb')
      : ram.total.known
        ? known(
            appleGpuBudget(ram.total.value, major),
            `default share of memory on macOS ${major ?? '(version unknown, taken as 26)'}`,
            'derived'
          )
        : unknown('The memory of this Mac could not be read.')
  const free: Reading<Bytes> =
    total.known && ram.available.known
      ? known(
          bytes(Math.min(total.value, ram.available.value)),
          'what is free of memory, up to the limit',
          'derived'
        )
      : unknown('What is free of memory could not be read.')
  return { ...gpu, total, free }
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
