import type { Bytes } from '../../core/quantity.ts'
import { kib } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown } from '../../core/reading.ts'

export interface MemoryFacts {
  readonly total: Reading<Bytes>
  readonly available: Reading<Bytes>
}

/** Parses `/proc/meminfo`. Its `kB` are KiB (proc(5)); MemAvailable exists since Linux 3.14. */
export function parseMeminfo(text: string | null): MemoryFacts {
  const entry = (name: string): Reading<Bytes> => {
    const value = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text ?? '')?.[1]
    return value === undefined
      ? unknown(`/proc/meminfo has no ${name}`)
      : known(kib(Number(value)), `${name} in /proc/meminfo`)
  }
  return { total: entry('MemTotal'), available: entry('MemAvailable') }
}
