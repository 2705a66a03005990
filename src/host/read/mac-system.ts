import type { Bytes } from '../../core/quantity.ts'
import { bytes } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown } from '../../core/reading.ts'

/** Names asked of sysctl. A name that a Mac does not have makes sysctl complain and answer the others. */
export const sysctlNames = [
  'hw.memsize',
  'hw.model',
  'hw.physicalcpu',
  'hw.logicalcpu',
  'machdep.cpu.brand_string',
  'kern.osproductversion',
  'kern.hv_vmm_present',
  'iogpu.wired_limit_mb',
  'debug.iogpu.wired_limit'
] as const

/** Parses `sysctl name name ...`: one `name: value` per line. */
export function parseSysctl(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      const match = /^([\w.]+): (.*)$/.exec(line)
      return match ? [[match[1] ?? '', (match[2] ?? '').trim()]] : []
    })
  )
}

/**
 * Memory a program can still take, from `vm_stat`: everything but what programs hold (anonymous less purgeable), what is
 * wired, and what the compressor occupies. Activity Monitor's "Memory Used" is the same sum.
 */
export function parseVmStat(text: string, total: Bytes): Reading<Bytes> {
  const page = Number(/page size of (\d+) bytes/.exec(text)?.[1] ?? Number.NaN)
  const pages = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)\\.?$`, 'm').exec(text)?.[1] ?? Number.NaN)
  const used =
    (pages('Anonymous pages') -
      pages('Pages purgeable') +
      pages('Pages wired down') +
      pages('Pages occupied by compressor')) *
    page
  return Number.isFinite(used)
    ? known(bytes(Math.max(0, total - used)), 'vm_stat', 'derived')
    : unknown('vm_stat gave no answer that could be read')
}
