import { bytes, kib } from '../../core/quantity.ts'
import { known, unknown } from '../../core/reading.ts'
import type { Probe } from '../probe/probe.ts'
import { cpuOfNode, preferCpu } from '../read/cpu.ts'
import { environmentOf } from '../read/environment.ts'
import { mergeGpus } from '../read/gpu-facts.ts'
import { bandwidthOfModules, memoryTypeName } from '../read/memory-modules.ts'
import type { WindowsAnswer } from '../read/windows-answer.ts'
import { parseWindowsAnswer } from '../read/windows-answer.ts'
import { readWindowsGpus } from '../read/windows-gpus.ts'
import { windowsArguments, windowsScriptName } from '../read/windows-script.ts'
import { gatherNvidia } from './gather-nvidia.ts'
import { hintCpu, hintGpuNames, hintModules, hintOs, hintProduct } from './hints.ts'
import type { MachineFacts } from './machine-facts.ts'

/** A cold start of PowerShell under a virus scanner takes seconds. */
const deadline = 12_000

/**
 * Asks Windows: nvidia-smi and one PowerShell, at the same time. systeminformation starts eight of them, so it is
 * asked only when ours did not answer.
 */
export async function gatherWindows(probe: Probe): Promise<MachineFacts> {
  const [nvidia, outcome] = await Promise.all([
    gatherNvidia(probe),
    probe.run('powershell', windowsArguments(), { timeoutMs: deadline, recordAs: windowsScriptName })
  ])
  const answer = parseWindowsAnswer(outcome.stdout)
  if (!answer) return withoutPowershell(probe, nvidia, outcome.timedOut)
  const windows = readWindowsGpus(answer)
  // The tool counts every NVIDIA card; an adapter it does not name is the same card under another name.
  const gpus = mergeGpus(
    nvidia.gpus,
    nvidia.gpus.length > 0 ? matchNvidia(windows, nvidia.gpus.length) : windows
  )
  const name = `${answer.os ?? ''} ${answer.osVersion ?? ''}`.replace(/^Microsoft /, '').trim()
  const environment = environmentOf({
    kernelRelease: '',
    containerFile: false,
    initGroups: '',
    product: `${answer.manufacturer ?? ''} ${answer.model ?? ''}`,
    hypervisor: false
  })
  return {
    platform: 'windows',
    os: name === '' ? unknown('Windows did not say its version') : known(name, 'Win32_OperatingSystem'),
    environment,
    cpu: preferCpu(windowsCpu(answer), cpuOfNode(probe.cpus())),
    ram: windowsMemory(answer, probe),
    ramBandwidth:
      environment === 'vm'
        ? unknown('The memory modules cannot be seen from inside a virtual machine.')
        : bandwidthOfModules(
            answer.modules.map((module) => ({
              type: memoryTypeName(module.type ?? 0),
              speed: module.speed ?? null,
              dataWidth: module.dataWidth ?? null,
              label: `${module.locator ?? ''} ${module.bank ?? ''}`
            })),
            'Win32_PhysicalMemory'
          ),
    gpus,
    notes: nvidia.notes
  }
}

function matchNvidia(
  windows: ReturnType<typeof readWindowsGpus>,
  count: number
): ReturnType<typeof readWindowsGpus> {
  const theirs = windows.filter((gpu) => gpu.vendor === 'nvidia')
  return theirs.length <= count ? windows.filter((gpu) => gpu.vendor !== 'nvidia') : windows
}

function windowsCpu(answer: WindowsAnswer): MachineFacts['cpu'] {
  const source = 'Win32_Processor'
  const sum = (field: 'cores' | 'logical'): number =>
    answer.processors.reduce((total, processor) => total + (processor[field] ?? 0), 0)
  const name = answer.processors[0]?.name?.trim() ?? ''
  const none = unknown('Windows did not describe the processor')
  return {
    name: name === '' ? none : known(name, source),
    physicalCores: sum('cores') > 0 ? known(sum('cores'), source) : none,
    logicalCores: sum('logical') > 0 ? known(sum('logical'), source) : none
  }
}

/** What Windows can hand out: without the part the firmware gave to integrated graphics. */
function windowsMemory(answer: WindowsAnswer, probe: Probe): MachineFacts['ram'] {
  const source = 'Win32_OperatingSystem'
  const node = nodeMemory(probe)
  return {
    total: answer.visibleKiB ? known(kib(answer.visibleKiB), source) : node.total,
    available: answer.freeKiB ? known(kib(answer.freeKiB), source) : node.available
  }
}

/** os.totalmem and os.freemem; on Windows the latter counts memory that can be taken at once (GlobalMemoryStatusEx). */
export function nodeMemory(probe: Probe): MachineFacts['ram'] {
  const reading = (value: number, name: string): MachineFacts['ram']['total'] =>
    value > 0 ? known(bytes(value), `the system (os.${name})`) : unknown(`os.${name} gave no value`)
  return { total: reading(probe.totalmem(), 'totalmem'), available: reading(probe.freemem(), 'freemem') }
}

async function withoutPowershell(
  probe: Probe,
  nvidia: Awaited<ReturnType<typeof gatherNvidia>>,
  late: boolean
): Promise<MachineFacts> {
  const [cpu, os, product, modules, names] = await Promise.all([
    hintCpu(probe),
    hintOs(probe),
    hintProduct(probe),
    hintModules(probe),
    nvidia.gpus.length > 0 ? [] : hintGpuNames(probe)
  ])
  return {
    platform: 'windows',
    os,
    environment: environmentOf({
      kernelRelease: '',
      containerFile: false,
      initGroups: '',
      product,
      hypervisor: false
    }),
    cpu: preferCpu(cpu, cpuOfNode(probe.cpus())),
    ram: nodeMemory(probe),
    ramBandwidth: bandwidthOfModules(modules, 'systeminformation'),
    gpus: mergeGpus(nvidia.gpus, names),
    notes: [
      ...nvidia.notes,
      late
        ? `PowerShell did not answer within ${deadline / 1000} seconds, so the memory of GPUs may be missing. Detect again.`
        : 'PowerShell gave no answer that could be read, so the memory of GPUs may be missing. Enter it by hand.'
    ]
  }
}
