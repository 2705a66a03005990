import { known, unknown } from '../../core/reading.ts'
import type { Probe } from '../probe/probe.ts'
import { cpuOfNode, parseCpuinfo, parseLscpu, preferCpu } from '../read/cpu.ts'
import { environmentOf, isContainer } from '../read/environment.ts'
import { bandwidthOfModules, parseDmidecode } from '../read/memory-modules.ts'
import type { Questions } from './ask-all.ts'
import { askAll } from './ask-all.ts'
import type { LinuxGpuAnswers } from './gather-linux-gpus.ts'
import { linuxGpuQuestions, linuxGpus } from './gather-linux-gpus.ts'
import { linuxMemory } from './gather-linux-memory.ts'
import type { MachineFacts, OnFacts } from './machine-facts.ts'
import { nodeMemory, waiting } from './machine-facts.ts'

interface LinuxAnswers extends LinuxGpuAnswers {
  readonly memory: MachineFacts['ram']
  readonly lscpu: string
  readonly cpuinfo: string
  readonly release: string
  readonly kernel: string
  readonly marks: { readonly containerFile: boolean; readonly initGroups: string; readonly board: string }
  readonly dmidecode: string | null
  readonly hintCpu: MachineFacts['cpu']
  readonly hintOs: MachineFacts['os']
  readonly hintProduct: string
}

/** Asks a Linux system: files need no tools and no rights and answer in microseconds, programs as they come. */
export async function gatherLinux(probe: Probe, onFacts: OnFacts): Promise<MachineFacts> {
  const text = (path: string): Promise<string> => probe.readText(path).then((found) => found ?? '')
  const files = 'the files of the kernel'
  const node = cpuOfNode(probe.cpus())
  const cpuinfo = text('/proc/cpuinfo')
  const release = text('/etc/os-release')
  const marks = linuxMarks(probe)
  const lscpu = probe.run('lscpu', [], { timeoutMs: 3000 }).then(({ stdout }) => stdout)
  const questions: Questions<LinuxAnswers> = {
    ...linuxGpuQuestions(probe),
    memory: { name: files, ask: () => linuxMemory(probe), otherwise: nodeMemory(probe) },
    cpuinfo: { name: files, ask: () => cpuinfo, otherwise: '' },
    release: { name: files, ask: () => release, otherwise: '' },
    kernel: { name: files, ask: () => text('/proc/sys/kernel/osrelease'), otherwise: '' },
    marks: {
      name: files,
      ask: () => marks,
      otherwise: { containerFile: false, initGroups: '', board: '' }
    },
    lscpu: { name: 'lscpu', ask: () => lscpu, otherwise: '' },
    dmidecode: {
      name: 'dmidecode',
      ask: () => probe.run('dmidecode', ['-t', '17'], { timeoutMs: 3000 }).then(({ stdout }) => stdout),
      otherwise: null
    },
    // Each of these starts several programs: only where the files of the system leave a gap.
    hintCpu: {
      name: 'systeminformation',
      ask: async () =>
        isComplete(preferCpu(parseLscpu(await lscpu), parseCpuinfo(await cpuinfo)))
          ? node
          : (await hints()).hintCpu(probe),
      otherwise: node
    },
    hintOs: {
      name: 'systeminformation',
      ask: async () =>
        /^PRETTY_NAME="?[^"\n]/m.test(await release) ? waiting : (await hints()).hintOs(probe),
      otherwise: waiting
    },
    hintProduct: {
      name: 'systeminformation',
      // Only the environment is read from it, which a container has decided already.
      ask: async () => {
        const seen = await marks
        return seen.board.trim() === '' && !isContainer(seen) ? (await hints()).hintProduct(probe) : ''
      },
      otherwise: ''
    }
  }
  const answers = await askAll(questions, (soFar, waitingFor) => {
    onFacts(linuxFacts(soFar, probe), waitingFor)
  })
  return linuxFacts(answers, probe)
}

/** With schemas for what systeminformation says: loaded where it is asked. */
const hints = () => import('./hints.ts')

const isComplete = ({ name, physicalCores, logicalCores }: MachineFacts['cpu']): boolean =>
  name.known && physicalCores.known && logicalCores.known

function linuxFacts(answers: LinuxAnswers, probe: Probe): MachineFacts {
  const { marks, hintProduct: hint } = answers
  const fromFile = parseCpuinfo(answers.cpuinfo)
  const kernel = answers.kernel.trim() === '' ? probe.release : answers.kernel.trim()
  const environment = environmentOf({
    kernelRelease: kernel,
    containerFile: marks.containerFile || hint.includes('Docker Container'),
    initGroups: marks.initGroups,
    product: `${marks.board} ${hint}`,
    hypervisor: fromFile.hypervisor
  })
  const pretty = /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(answers.release)?.[1]
  const cpu = [fromFile, answers.hintCpu, cpuOfNode(probe.cpus())].reduce(
    preferCpu,
    parseLscpu(answers.lscpu)
  )
  const gpus = linuxGpus(answers, kernel)
  return {
    platform: 'linux',
    os: pretty === undefined ? answers.hintOs : known(pretty, '/etc/os-release'),
    environment,
    cpu,
    ram: answers.memory,
    ramBandwidth: linuxBandwidth(answers.dmidecode, environment, cpu.name.known ? cpu.name.value : ''),
    gpus: gpus.gpus,
    notes: gpus.notes
  }
}

const insideOf = { vm: 'a virtual machine', container: 'a container', wsl: 'WSL' } as const

function linuxBandwidth(
  dmidecode: string | null,
  environment: MachineFacts['environment'],
  cpuName: string
): MachineFacts['ramBandwidth'] {
  if (environment !== 'physical') {
    return unknown(`The memory modules cannot be seen from inside ${insideOf[environment]}.`)
  }
  const modules = parseDmidecode(dmidecode ?? '')
  return modules.length > 0
    ? bandwidthOfModules(modules, 'dmidecode', cpuName)
    : unknown('The speed of the memory modules is shown to root only (sudo dmidecode -t 17).')
}

async function linuxMarks(probe: Probe): Promise<LinuxAnswers['marks']> {
  const [docker, podman, groups, vendor, product] = await Promise.all([
    probe.readText('/.dockerenv'),
    probe.readText('/run/.containerenv'),
    probe.readText('/proc/1/cgroup'),
    probe.readText('/sys/class/dmi/id/sys_vendor'),
    probe.readText('/sys/class/dmi/id/product_name')
  ])
  return {
    containerFile: docker !== null || podman !== null,
    initGroups: groups ?? '',
    board: `${vendor ?? ''} ${product ?? ''}`
  }
}
