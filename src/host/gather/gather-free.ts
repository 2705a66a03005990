import type { Bytes } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import type { Probe } from '../probe/probe.ts'
import { withDeadlines } from '../probe/probe.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import { parseVmStat } from '../read/mac-system.ts'
import { nvidiaQuery, safeFields } from '../read/nvidia-smi-csv.ts'
import { readNvidiaAnswer } from '../read/nvidia-smi.ts'
import { drmCards } from './gather-linux-files.ts'
import { linuxMemory } from './gather-linux-memory.ts'
import { freeOfApple } from './gather-macos.ts'
import type { MachineFacts } from './machine-facts.ts'
import { nodeMemory } from './machine-facts.ts'

/**
 * The facts of a machine with what is free of its memory read again, for a window that has the focus: files, and
 * nvidia-smi where it answered before. Never PowerShell and never system_profiler, which take a second of processor
 * time. What cannot be read again in this way keeps its last reading.
 */
export async function gatherFree(asked: Probe, facts: MachineFacts): Promise<MachineFacts> {
  const probe = withDeadlines(asked)
  const [ram, cards, nvidia] = await Promise.all([
    freeRam(probe, facts),
    facts.platform === 'linux' ? drmCards(probe) : [],
    freeOfNvidia(probe, facts)
  ])
  return {
    ...facts,
    ram: { ...facts.ram, available: ram },
    gpus: facts.gpus.map((gpu) => {
      const again = [...nvidia, ...cards].find((one) => one.slot !== null && one.slot === gpu.slot)
      if (!again) return gpu.vendor === 'apple' ? { ...gpu, free: freeOfApple(gpu.total, ram) } : gpu
      return {
        ...gpu,
        free: again.free.known ? again.free : gpu.free,
        borrowed: again.borrowed ?? gpu.borrowed
      }
    })
  }
}

async function freeRam(probe: Probe, facts: MachineFacts): Promise<Reading<Bytes>> {
  if (facts.platform === 'linux') return (await linuxMemory(probe)).available
  if (facts.platform === 'windows') return nodeMemory(probe).available
  if (facts.platform !== 'macos' || !facts.ram.total.known) return facts.ram.available
  const { stdout } = await probe.run('vm_stat', [], { timeoutMs: 2000 })
  const free = parseVmStat(stdout, facts.ram.total.value)
  return free.known ? free : facts.ram.available
}

/** Slices of a partitioned card have no slot of their own and keep their reading. */
async function freeOfNvidia(probe: Probe, facts: MachineFacts): Promise<readonly GpuFacts[]> {
  const answering = facts.gpus.some(
    ({ vendor, kind, total, slot }) =>
      vendor === 'nvidia' &&
      kind !== 'mig' &&
      slot !== null &&
      total.known &&
      total.source.startsWith('nvidia-smi')
  )
  if (!answering) return []
  const { code, stdout } = await probe.run('nvidia-smi', nvidiaQuery(safeFields), { timeoutMs: 3000 })
  return code === 0 ? readNvidiaAnswer(stdout, safeFields).gpus : []
}
