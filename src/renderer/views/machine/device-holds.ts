import type { Machine } from '../../../core/machine/machine.ts'
import { roomOf } from '../../../core/placement/room.ts'
import { type Bytes, bytes } from '../../../core/quantity.ts'
import { valueOf } from '../../../core/reading.ts'

/** The memory of one device as it is drawn. Null is unknown, never zero. */
export interface DeviceHold {
  readonly id: string
  readonly name: string
  readonly total: Bytes | null
  readonly free: Bytes | null
  /** What other programs hold. */
  readonly others: Bytes | null
  /** The most that is safe to load; null where nothing is planned on it. */
  readonly line: Bytes | null
  /** Free memory that stays clear above the line. */
  readonly margin: Bytes | null
  /** Its memory is RAM, which has a hold of its own. */
  readonly isRam: boolean
}

const minus = (one: Bytes | null, other: Bytes | null): Bytes | null =>
  one === null || other === null ? null : bytes(Math.max(0, one - other))

/** Every device's memory and RAM, with the load lines that the planner keeps to. */
export function deviceHolds(machine: Machine): readonly DeviceHold[] {
  const room = roomOf(machine)
  const hold = (
    id: string,
    name: string,
    total: Bytes | null,
    free: Bytes | null,
    line: Bytes | null
  ): DeviceHold => ({
    ...{ id, name, total, free, line, isRam: false },
    others: minus(total, free),
    margin: minus(free, line)
  })
  const { ram, accelerators } = machine
  const gpus = accelerators.map((gpu, index): DeviceHold => {
    const planned = room.ok ? room.value.gpus.find(({ id }) => id === gpu.id) : undefined
    const name = valueOf(gpu.name) ?? (accelerators.length > 1 ? `GPU ${index + 1}` : 'GPU')
    const one = hold(gpu.id, name, valueOf(gpu.total), valueOf(gpu.free), planned?.line ?? null)
    return { ...one, isRam: gpu.sharesHostMemory }
  })
  const line = room.ok ? room.value.host.line : null
  return [...gpus, hold('ram', 'RAM', valueOf(ram.total), valueOf(ram.available), line)]
}

/** Above this ratio one scale would draw the smaller hold as a sliver. */
const largestRatio = 8

/** How wide each hold is drawn, from 0 to 1: to one scale where that shows them all; unknown sizes are not drawn. */
export function widthsOf(holds: readonly DeviceHold[]): {
  readonly share: (hold: DeviceHold) => number
  readonly oneScale: boolean
} {
  const sizes = holds.flatMap(({ total }) => (total === null || total === 0 ? [] : [total]))
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  const oneScale = most / least <= largestRatio
  return { oneScale, share: ({ total }) => (total === null ? 0 : oneScale ? total / most : 1) }
}
