import type { Accelerator, Machine } from '../../machine/machine.ts'
import { runtimeOverhead } from '../../memory/runtime.ts'
import type { Term } from '../../memory/term.ts'
import type { Bytes } from '../../quantity.ts'
import { valueOf } from '../../reading.ts'
import { type Result, err, ok } from '../../result.ts'
import type { EngineBill } from './account.ts'

/** A GPU as an engine that fills memory by share sees it; null sizes are a layout without limits. */
export interface ServerGpu {
  readonly name: string
  readonly total: Bytes | null
  readonly free: Bytes | null
  readonly accelerator: Accelerator | null
  /** The driver's context, which no engine counts. */
  readonly context: Term | null
}

/** GPUs of one machine whose backend the engine has, in order; or so many without limit. */
export function serverGpus(
  machine: Machine | null,
  count: number,
  backends: readonly string[]
): Result<readonly ServerGpu[], string> {
  if (machine === null) {
    const gpu = (at: number): ServerGpu => ({
      name: `GPU ${at}`,
      total: null,
      free: null,
      accelerator: null,
      context: null
    })
    return ok(Array.from({ length: count }, (_, at) => gpu(at)))
  }
  const gpus: ServerGpu[] = []
  for (const accelerator of machine.accelerators) {
    if (!backends.includes(accelerator.backend) || accelerator.kind === 'integrated') continue
    const name = valueOf(accelerator.name) ?? accelerator.id
    const total = valueOf(accelerator.total)
    if (total === null) {
      const reason = accelerator.total.known ? '' : `: ${accelerator.total.reason}`
      return err(`The memory of ${name} is unknown${reason}. Enter it under This machine.`)
    }
    const context = runtimeOverhead({ backend: accelerator.backend, device: accelerator.device, total })
    gpus.push({ name, total, free: valueOf(accelerator.free) ?? total, accelerator, context })
  }
  return ok(gpus)
}

/** RAM as these engines use it: nothing of theirs is modelled there. */
export const hostBill = (machine: Machine | null): EngineBill => ({
  kind: 'host',
  name: 'RAM',
  terms: [],
  capacity: machine ? valueOf(machine.ram.total) : null,
  free: machine ? (valueOf(machine.ram.available) ?? valueOf(machine.ram.total)) : null,
  loadLine: null
})
