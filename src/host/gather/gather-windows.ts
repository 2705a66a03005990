import { kib } from '../../core/quantity.ts'
import { known, unknown } from '../../core/reading.ts'
import type { Probe } from '../probe/probe.ts'
import { cpuOfNode, preferCpu } from '../read/cpu.ts'
import { environmentOf } from '../read/environment.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import { mergeGpus } from '../read/gpu-facts.ts'
import { bandwidthOfModules, memoryTypeName } from '../read/memory-modules.ts'
import type { WindowsAnswer } from '../read/windows-answer.ts'
import { parseWindowsAnswer } from '../read/windows-answer.ts'
import { readWindowsGpus } from '../read/windows-gpus.ts'
import { windowsArguments, windowsScriptName } from '../read/windows-script.ts'
import type { Questions } from './ask-all.ts'
import { askAll } from './ask-all.ts'
import type { NvidiaFacts } from './gather-nvidia.ts'
import { gatherNvidia } from './gather-nvidia.ts'
import type { MachineFacts, OnFacts } from './machine-facts.ts'
import { nodeMemory, waiting } from './machine-facts.ts'
import type { WindowsHints } from './windows-hints.ts'
import { hintsAlone, windowsHints } from './windows-hints.ts'

/** A cold start of PowerShell under a virus scanner takes seconds. */
const deadline = 12_000

interface Answers {
  readonly nvidia: NvidiaFacts
  readonly powershell: {
    readonly answer: WindowsAnswer | null
    readonly state: 'open' | 'late' | 'no-answer'
  }
  readonly hints: WindowsHints | null
}

/**
 * Asks Windows: nvidia-smi and one PowerShell, at the same time. systeminformation starts eight of them, so it is
 * asked only when ours did not answer.
 */
export async function gatherWindows(probe: Probe, onFacts: OnFacts): Promise<MachineFacts> {
  const powershell = probe
    .run('powershell', windowsArguments(), { timeoutMs: deadline, recordAs: windowsScriptName })
    .then(({ stdout, timedOut }) => ({
      answer: parseWindowsAnswer(stdout),
      state: timedOut ? ('late' as const) : ('no-answer' as const)
    }))
  const nvidia = gatherNvidia(probe)
  const hints = async (): Promise<WindowsHints | null> => {
    if ((await powershell).answer) return null
    return windowsHints(probe, (await nvidia).gpus.length === 0)
  }
  const questions: Questions<Answers> = {
    nvidia: {
      name: 'nvidia-smi',
      ask: () => nvidia,
      otherwise: { gpus: [], state: 'no-answer', notes: [] },
      deadline: 9000
    },
    powershell: {
      name: 'PowerShell',
      ask: () => powershell,
      otherwise: { answer: null, state: 'open' },
      deadline: deadline + 1000
    },
    hints: { name: 'PowerShell', ask: hints, otherwise: null, deadline: deadline + 7000 }
  }
  const answers = await askAll(questions, (soFar, waitingFor) => {
    onFacts(windowsFacts(soFar, probe), waitingFor)
  })
  return windowsFacts(answers, probe)
}

function windowsFacts({ nvidia, powershell, hints }: Answers, probe: Probe): MachineFacts {
  const { answer } = powershell
  if (!answer) return withoutPowershell(probe, nvidia, powershell.state, hints)
  const windows = readWindowsGpus(answer)
  const name = `${answer.os ?? ''} ${answer.osVersion ?? ''}`.replace(/^Microsoft /, '').trim()
  const cpu = preferCpu(windowsCpu(answer), cpuOfNode(probe.cpus()))
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
    cpu,
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
            'Win32_PhysicalMemory',
            cpu.name.known ? cpu.name.value : ''
          ),
    gpus: mergeGpus(nvidia.gpus, withoutTwins(windows, nvidia.gpus)),
    notes: nvidia.notes
  }
}

/**
 * The tool counts every NVIDIA card; an adapter it does not name is the same card under another name. Where Windows
 * shows more of them than the tool, the tool has not seen all, and names and ids must tell which are which.
 */
function withoutTwins(windows: readonly GpuFacts[], nvidia: readonly GpuFacts[]): readonly GpuFacts[] {
  if (nvidia.length === 0) return windows
  const theirs = windows.filter((gpu) => gpu.vendor === 'nvidia')
  return theirs.length <= nvidia.length ? windows.filter((gpu) => gpu.vendor !== 'nvidia') : windows
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

function withoutPowershell(
  probe: Probe,
  nvidia: NvidiaFacts,
  state: Answers['powershell']['state'],
  hints: WindowsHints | null
): MachineFacts {
  const notes = {
    open: [],
    late: [
      `PowerShell did not answer within ${deadline / 1000} seconds, so the memory of GPUs may be missing. Detect again.`
    ],
    'no-answer': [
      'PowerShell gave no answer that could be read, so the memory of GPUs may be missing. Enter it by hand.'
    ]
  }[state]
  const { cpu, os, product, modules, gpus } = hints ?? hintsAlone(state === 'open' ? waiting : null)
  const processor = preferCpu(cpu, cpuOfNode(probe.cpus()))
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
    cpu: processor,
    ram: nodeMemory(probe),
    ramBandwidth: bandwidthOfModules(
      modules,
      'systeminformation',
      processor.name.known ? processor.name.value : ''
    ),
    gpus: mergeGpus(nvidia.gpus, gpus),
    notes: [...nvidia.notes, ...notes]
  }
}
