import type { Backend } from '../engine/settings.ts'
import type { Machine } from '../machine/machine.ts'
import type { MemoryRoom } from '../placement/room.ts'
import type { Plan } from './plan.ts'

/** Prefixes of the names that `llama-server --list-devices` prints, a number after them (ggml_backend_reg names). */
const prefixes: Readonly<Partial<Record<Backend, string>>> = {
  cuda: 'CUDA',
  rocm: 'ROCm',
  vulkan: 'Vulkan',
  sycl: 'SYCL'
}

/**
 * Names for `-dev` of the GPUs that a plan uses, where it leaves some out; empty where it uses all or a name is not
 * known. Each backend numbers its own devices; `none` is the processor alone.
 */
export function deviceNames(
  { room: used }: Plan,
  all: MemoryRoom,
  machine: Machine | null
): readonly string[] {
  if (machine === null || used.gpus.length === all.gpus.length) return []
  if (used.gpus.length === 0) return ['none']
  const names = used.gpus.map(({ id }) => {
    const backend = machine.accelerators.find((accelerator) => accelerator.id === id)?.backend
    const prefix = backend && prefixes[backend]
    const number = machine.accelerators
      .filter((each) => each.backend === backend)
      .findIndex((each) => each.id === id)
    return prefix === undefined ? null : `${prefix}${number}`
  })
  return names.includes(null) ? [] : names.filter((name) => name !== null)
}
