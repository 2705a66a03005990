import type { Machine } from '../../core/machine/machine.ts'
import type { BytesPerSecond } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
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
