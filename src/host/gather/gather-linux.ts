import { bytes } from '../../core/quantity.ts'
import { known, unknown } from '../../core/reading.ts'
import type { Probe } from '../probe/probe.ts'
import { within } from '../probe/probe.ts'
import { cgroupLimit } from '../read/cgroup.ts'
import { cpuOfNode, parseCpuinfo, parseLscpu, preferCpu } from '../read/cpu.ts'
import { environmentOf } from '../read/environment.ts'
import type { MemoryFacts } from '../read/meminfo.ts'
import { parseMeminfo } from '../read/meminfo.ts'
import { bandwidthOfModules, parseDmidecode } from '../read/memory-modules.ts'
import { gatherLinuxGpus } from './gather-linux-gpus.ts'
import { hintCpu, hintOs, hintProduct } from './hints.ts'
import type { MachineFacts } from './machine-facts.ts'

/** Asks a Linux system: files first, they need no tools and no rights and answer in microseconds. */
export async function gatherLinux(probe: Probe): Promise<MachineFacts> {
  const text = (path: string): Promise<string> => probe.readText(path).then((found) => found ?? '')
  const [gpus, ram, lscpu, cpuinfo, hint, os, release, dmidecode, marks] = await Promise.all([
    gatherLinuxGpus(probe),
    linuxMemory(probe),
    probe.run('lscpu', [], { timeoutMs: 3000 }),
    text('/proc/cpuinfo'),
    hintCpu(probe),
    hintOs(probe),
    text('/etc/os-release'),
    probe.run('dmidecode', ['-t', '17'], { timeoutMs: 3000 }),
    linuxMarks(probe)
  ])
  const fromFile = parseCpuinfo(cpuinfo)
  const environment = environmentOf({ ...marks, hypervisor: fromFile.hypervisor })
  const pretty = /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(release)?.[1]
  const modules = parseDmidecode(dmidecode.stdout)
  return {
    platform: 'linux',
    os: pretty === undefined ? os : known(pretty, '/etc/os-release'),
    environment,
    cpu: [fromFile, hint, cpuOfNode(probe.cpus())].reduce(preferCpu, parseLscpu(lscpu.stdout)),
    ram,
    ramBandwidth:
      environment !== 'physical'
        ? unknown(`The memory modules cannot be seen from inside ${insideOf[environment]}.`)
        : modules.length > 0
          ? bandwidthOfModules(modules, 'dmidecode')
          : unknown('The speed of the memory modules is shown to root only (sudo dmidecode -t 17).'),
    gpus: gpus.gpus,
    notes: gpus.notes
  }
}

const insideOf = { vm: 'a virtual machine', container: 'a container', wsl: 'WSL' } as const

/** The system's memory, or what is left of a container's limit where that is tighter. */
async function linuxMemory(probe: Probe): Promise<MemoryFacts> {
  const [meminfo, limit] = await Promise.all([
    probe.readText('/proc/meminfo'),
    within(3000, () => cgroupLimit(probe.readText), null)
  ])
  const system = parseMeminfo(meminfo)
  if (!limit || (system.total.known && limit.limit >= system.total.value)) return system
  const left = limit.inUse === null ? null : Math.max(0, limit.limit - limit.inUse)
  const available =
    left === null
      ? unknown('What this container has in use could not be read.')
      : known(
          bytes(system.available.known ? Math.min(system.available.value, left) : left),
          `what is left of ${limit.source}`,
          'derived'
        )
  return { total: known(limit.limit, limit.source), available }
}

async function linuxMarks(probe: Probe): Promise<Omit<Parameters<typeof environmentOf>[0], 'hypervisor'>> {
  const [release, docker, podman, groups, vendor, product, hint] = await Promise.all([
    probe.readText('/proc/sys/kernel/osrelease'),
    probe.readText('/.dockerenv'),
    probe.readText('/run/.containerenv'),
    probe.readText('/proc/1/cgroup'),
    probe.readText('/sys/class/dmi/id/sys_vendor'),
    probe.readText('/sys/class/dmi/id/product_name'),
    hintProduct(probe)
  ])
  return {
    kernelRelease: release ?? probe.release,
    containerFile: docker !== null || podman !== null || hint.includes('Docker Container'),
    initGroups: groups ?? '',
    product: `${vendor ?? ''} ${product ?? ''} ${hint}`
  }
}
