import type { Machine } from '../../core/machine/machine.ts'
import type { BytesPerSecond } from '../../core/quantity.ts'
import { bytes } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown } from '../../core/reading.ts'
import type { Probe } from '../probe/probe.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import type { MemoryFacts } from '../read/meminfo.ts'

/** What one system said about itself, before the device catalogue is asked. */
export interface MachineFacts {
  readonly platform: Machine['platform']
  readonly os: Reading<string>
  readonly environment: Machine['environment']
  readonly cpu: Machine['cpu']
  readonly ram: MemoryFacts
  /** From the data of the modules. */
  readonly ramBandwidth: Reading<BytesPerSecond>
  readonly gpus: readonly GpuFacts[]
  readonly notes: readonly string[]
}

/** Told of what is known so far and what is still waited for; never of the last facts, which are returned. */
export type OnFacts = (facts: MachineFacts, waitingFor: readonly string[]) => void

/** Stands in for an answer that is on its way. */
export const waiting = unknown('Still being read.')

/** os.totalmem and os.freemem; on Windows the latter counts memory that can be taken at once (GlobalMemoryStatusEx). */
export function nodeMemory(probe: Probe): MemoryFacts {
  const reading = (value: number, name: string): MemoryFacts['total'] =>
    value > 0 ? known(bytes(value), `the system (os.${name})`) : unknown(`os.${name} gave no value`)
  return { total: reading(probe.totalmem(), 'totalmem'), available: reading(probe.freemem(), 'freemem') }
}
