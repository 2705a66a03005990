import type { Reading } from '../../core/reading.ts'
import { known, unknown } from '../../core/reading.ts'
import type { Machine } from '../../core/machine/machine.ts'

type Cpu = Machine['cpu']

/** Parses `lscpu` (with LC_ALL=C). Cores are per socket, and threads per core. */
export function parseLscpu(text: string): Cpu {
  const entry = (name: string): string | undefined =>
    new RegExp(`^\\s*${name}:\\s+(\\S.*)$`, 'm').exec(text)?.[1]?.trim()
  const source = 'lscpu'
  const cores = number(entry('Core\\(s\\) per (?:socket|cluster)'))
  const sockets = number(entry('(?:Socket|Cluster)\\(s\\)')) ?? 1
  const logical = number(entry('CPU\\(s\\)'))
  const name = entry('Model name')
  return {
    name: name === undefined || name === '-' ? unknown('lscpu gives no model name') : known(name, source),
    physicalCores:
      cores === null ? unknown('lscpu gives no cores per socket') : known(cores * sockets, source),
    logicalCores: logical === null ? unknown('lscpu gives no CPU count') : known(logical, source)
  }
}

/** Parses `/proc/cpuinfo`. A core is a distinct pair of physical id and core id; ARM has neither. */
export function parseCpuinfo(text: string): Cpu & { readonly hypervisor: boolean } {
  const source = '/proc/cpuinfo'
  const blocks = text.split(/\n\s*\n/).filter((block) => /^processor\s*:/m.test(block))
  const entry = (block: string, name: string): string | undefined =>
    new RegExp(`^${name}\\s*:\\s*(\\S.*)$`, 'm').exec(block)?.[1]
  const name = entry(blocks[0] ?? '', 'model name')
  const cores = new Set(
    blocks.flatMap((block) => {
      const core = entry(block, 'core id')
      return core === undefined ? [] : [`${entry(block, 'physical id') ?? '0'}/${core}`]
    })
  )
  return {
    name: name === undefined ? unknown('/proc/cpuinfo gives no model name') : known(name, source),
    physicalCores: cores.size > 0 ? known(cores.size, source) : unknown('/proc/cpuinfo gives no core ids'),
    logicalCores: blocks.length > 0 ? known(blocks.length, source) : unknown('/proc/cpuinfo was not read'),
    hypervisor: /^flags\s*:.*\bhypervisor\b/m.test(text)
  }
}

/** What Node knows without asking anything: the last resort. */
export function cpuOfNode(models: readonly string[]): Cpu {
  const name = models[0]?.trim() ?? ''
  const named = name !== '' && name !== 'unknown'
  return {
    name: named ? known(name, 'the system (os.cpus)') : unknown('the system gives no processor name'),
    physicalCores: unknown('only the logical processors could be counted'),
    logicalCores:
      models.length > 0 ? known(models.length, 'the system (os.cpus)') : unknown('no processor was listed')
  }
}

export function preferCpu(one: Cpu, two: Cpu): Cpu {
  const first = <T>(a: Reading<T>, b: Reading<T>): Reading<T> => (a.known || !b.known ? a : b)
  return {
    name: first(one.name, two.name),
    physicalCores: first(one.physicalCores, two.physicalCores),
    logicalCores: first(one.logicalCores, two.logicalCores)
  }
}

function number(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : null
}
