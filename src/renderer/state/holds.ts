import { roomOf } from '../../core/placement/room.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { type Bytes, sumBytes } from '../../core/quantity.ts'
import { valueOf } from '../../core/reading.ts'

/** One capacity as the rail draws it. Null is unknown, never zero. */
export interface Hold {
  readonly name: string
  readonly capacity: Bytes | null
  readonly free: Bytes | null
  readonly loadLine: Bytes | null
}

function sumKnown(values: readonly (Bytes | null)[]): Bytes | null {
  const known = values.filter((value) => value !== null)
  return known.length === values.length ? sumBytes(known) : null
}

/**
 * The holds of a machine: the memory of the GPUs that the planner uses, together, and RAM. Where a size is unknown
 * there is no load line, and nothing is planned.
 */
export function holdsOf(machine: Machine): readonly Hold[] {
  const room = roomOf(machine)
  const planned = room.ok ? room.value.gpus : null
  const gpus = machine.accelerators.filter(({ id }) => planned?.some((gpu) => gpu.id === id) ?? true)
  const host: Hold = {
    name: 'RAM',
    capacity: valueOf(machine.ram.total),
    free: valueOf(machine.ram.available),
    loadLine: room.ok ? room.value.host.line : null
  }
  if (gpus.length === 0) return [host]
  const graphics: Hold = {
    name: gpus.every((gpu) => gpu.sharesHostMemory) ? 'for the GPU' : 'VRAM',
    capacity: sumKnown(gpus.map((gpu) => valueOf(gpu.total))),
    free: sumKnown(gpus.map((gpu) => valueOf(gpu.free))),
    loadLine: planned && sumKnown(planned.map((gpu) => gpu.line))
  }
  return [graphics, host]
}
