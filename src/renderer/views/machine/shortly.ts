import { inGib } from '../../../core/format.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { valueOf } from '../../../core/reading.ts'

/** A machine in half a line: its GPUs and its RAM. */
export function shortly({ accelerators, ram }: Machine): string {
  const gpus = accelerators.map((gpu) => valueOf(gpu.name) ?? 'a GPU of unknown name')
  const counts = [...new Set(gpus)].map((name) => {
    const count = gpus.filter((one) => one === name).length
    return count === 1 ? name : `${count} × ${name}`
  })
  const size = valueOf(ram.total)
  return [counts.join(', ') || 'no GPU', size === null ? 'RAM unknown' : `${inGib(size)} of RAM`].join(' · ')
}
