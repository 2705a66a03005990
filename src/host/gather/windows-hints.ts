import type { Unknown } from '../../core/reading.ts'
import { unknown } from '../../core/reading.ts'
import type { Probe } from '../probe/probe.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import type { MemoryModule } from '../read/memory-modules.ts'
import { hintCpu, hintGpuNames, hintModules, hintOs, hintProduct } from './hints.ts'
import type { MachineFacts } from './machine-facts.ts'

/** What systeminformation says of a Windows whose PowerShell did not answer us. */
export interface WindowsHints {
  readonly cpu: MachineFacts['cpu']
  readonly os: MachineFacts['os']
  readonly product: string
  readonly modules: readonly MemoryModule[]
  readonly gpus: readonly GpuFacts[]
}

export async function windowsHints(probe: Probe, wantsGpus: boolean): Promise<WindowsHints> {
  const [cpu, os, product, modules, gpus] = await Promise.all([
    hintCpu(probe),
    hintOs(probe),
    hintProduct(probe),
    hintModules(probe),
    wantsGpus ? hintGpuNames(probe) : []
  ])
  return { cpu, os, product, modules, gpus }
}

/** Without any of them. */
export function hintsAlone(why: Unknown | null): WindowsHints {
  const none = why ?? unknown('Windows did not answer.')
  return {
    cpu: { name: none, physicalCores: none, logicalCores: none },
    os: none,
    product: '',
    modules: [],
    gpus: []
  }
}
