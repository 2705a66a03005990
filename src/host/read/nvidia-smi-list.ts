import { known, unknown } from '../../core/reading.ts'
import { gib } from '../../core/quantity.ts'
import type { GpuFacts } from './gpu-facts.ts'
import { pciSlot } from './gpu-facts.ts'
import { field, mebibytes } from './nvidia-smi-csv.ts'

/**
 * Parses `nvidia-smi -L`. It names cards and MIG slices and gives no memory. The profile of a slice (`1g.10gb`) is
 * its nominal size; the real one is up to 5 % less (9728 MiB), so it stays a derived figure.
 */
export function parseNvidiaList(text: string): GpuFacts[] {
  const gpus: GpuFacts[] = []
  let parent = ''
  let whole: GpuFacts | null = null
  for (const line of text.split(/\r?\n/)) {
    const card = /^GPU \d+: (.+?) \(UUID/.exec(line)
    if (card) {
      if (whole) gpus.push(whole)
      parent = card[1] ?? ''
      whole = fact(parent, 'discrete', null)
      continue
    }
    const slice = /^\s+MIG (\d+g\.(\d+)gb\S*)\s+Device\s+\d+:/.exec(line)
    if (slice) {
      whole = null
      gpus.push(fact(`${parent} MIG ${slice[1] ?? ''}`, 'mig', Number(slice[2])))
    }
  }
  if (whole) gpus.push(whole)
  return gpus
}

function fact(name: string, kind: 'discrete' | 'mig', nominalGib: number | null): GpuFacts {
  const none = unknown('nvidia-smi -L names devices and gives no memory')
  return {
    vendor: 'nvidia',
    name: known(name, 'nvidia-smi -L'),
    slot: null,
    pciId: null,
    kind,
    // 0.95: 9728 of 10240 MiB, the only pair of profile and real size at hand (A100 1g.10gb).
    total:
      nominalGib === null
        ? none
        : known(gib(nominalGib * 0.95), 'name of the MIG profile, less 5 %', 'derived'),
    free: none,
    borrowed: null
  }
}

/** Parses the table `nvidia-smi` prints without arguments: the last resort, for tools that take no query. */
export function parseNvidiaTable(text: string): GpuFacts[] {
  // A line of the table has 91 characters; what is longer is none, and would take these patterns long.
  const lines = text.split(/\r?\n/).filter((line) => line.length < 300)
  return lines.flatMap((line, index) => {
    const head = /^\|\s+\d+\s{2}(.+?)\s{2,}(?:\S+\s*)?\|\s*(\S+)\s/.exec(line)
    const address = head?.[2] ?? ''
    if (!head || (pciSlot(address) === null && field(address) !== null)) return []
    const below = lines[index + 1] ?? ''
    const memory = /\|\s*(\d+)MiB\s*\/\s*(\d+)MiB\s*\|/.exec(below)
    const source = 'nvidia-smi (table)'
    return [
      {
        vendor: 'nvidia' as const,
        name: known((head[1] ?? '').trim(), source),
        slot: pciSlot(address),
        pciId: null,
        kind: null,
        total: mebibytes(memory?.[2] ?? 'Not Supported', source),
        free: unknown('the table of nvidia-smi does not say what is free'),
        borrowed: null
      }
    ]
  })
}
