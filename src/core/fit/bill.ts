import type { Accelerator, Machine } from '../machine/machine.ts'
import { contextWhy } from '../memory/context.ts'
import type { Term } from '../memory/term.ts'
import type { Architecture } from '../model/architecture.ts'
import { type Demand, demandTotal } from '../placement/demand.ts'
import type { MemoryRoom } from '../placement/room.ts'
import { type Bytes, bytes } from '../quantity.ts'
import { valueOf } from '../reading.ts'
import type { DeviceBill } from './assessment.ts'
import type { QuantChoice } from './best-quant.ts'
import type { Plan } from './plan.ts'
import type { PlacedParts, Residents } from './residents.ts'

/** A host that holds nothing and is not measured. */
export const emptyHostBill: DeviceBill = {
  kind: 'host',
  name: 'RAM',
  terms: [],
  capacity: null,
  free: null,
  loadLine: null
}

/** What each device is asked to hold, term by term, against what it can. */
export function billsOf(
  architecture: Architecture,
  choice: QuantChoice,
  residents: PlacedParts,
  room: MemoryRoom,
  machine: Machine | null
): { readonly devices: readonly DeviceBill[]; readonly host: DeviceBill } {
  const { plan, fileType } = choice
  const context = contextWhy(architecture, plan.settings)
  const terms = (demand: Demand, holds: Residents, runtime: Term): Term[] =>
    [
      term('weights', demand.weights, `${fileType}: ${holds.words}`, 'exact'),
      term(
        'kv-cache',
        demand.context,
        contextWhyHere(context, holds, architecture),
        contextCertainty(architecture)
      ),
      term('compute-buffer', demand.compute, computeWhy(plan), plan.computeExact ? 'exact' : 'modelled'),
      { ...runtime, bytes: demand.runtime }
    ].filter(({ bytes: held }) => held > 0)

  const devices = room.gpus.map((gpu): DeviceBill => {
    // A plan may leave GPUs out.
    const at = plan.room.gpus.findIndex(({ id }) => id === gpu.id)
    const demand = plan.gpus[at]
    const holds = residents.gpus[at]
    const accelerator = machine?.accelerators.find(({ id }) => id === gpu.id)
    return {
      kind: 'gpu',
      name: gpu.name,
      terms: demand && holds ? terms(demand, holds, gpu.runtime) : [],
      ...limits(accelerator, gpu.line)
    }
  })
  return {
    devices,
    host: hostBill(choice, room, machine, terms(plan.host, residents.host, room.host.runtime))
  }
}

const term = (kind: Term['kind'], held: Bytes, why: string, certainty: Term['certainty']): Term => ({
  kind,
  bytes: held,
  why,
  certainty
})

/** The context memory of the whole stack, and how much of the stack is here. */
const contextWhyHere = (context: string, { blocks }: Residents, { layers }: Architecture): string =>
  blocks.length === layers ? context : `${context}; ${blocks.length} of ${layers} layers are here`

/**
 * Compressed and sparse attention keep further state that is not modelled yet; every other kind is exact. So is what a
 * file says of itself, where llama.cpp's rules for its architecture are known.
 */
function contextCertainty({ attention, layerCaches, gguf }: Architecture): Term['certainty'] {
  const estimated = layerCaches ? gguf === null : (attention.compressed ?? attention.indexer)
  return estimated ? 'modelled' : 'exact'
}

/** What the buffer is for, and how its size was found: `core/memory/graph`. */
const computeWhy = ({ settings: { ubatch }, computeExact }: Plan): string =>
  computeExact
    ? `the graph that llama.cpp builds for one ${ubatch}-token micro-batch, its allocation replayed step by step`
    : `a graph of one ${ubatch}-token micro-batch by general rules, because the one that llama.cpp builds for this architecture is not known here; its allocation replayed`

function limits(
  accelerator: Accelerator | undefined,
  line: Bytes | null
): Pick<DeviceBill, 'capacity' | 'free' | 'loadLine'> {
  return {
    capacity: accelerator ? valueOf(accelerator.total) : null,
    free: accelerator ? valueOf(accelerator.free) : null,
    loadLine: line
  }
}

/** RAM. What a GPU without memory of its own holds is no longer free for the host. */
function hostBill(
  { plan }: QuantChoice,
  room: MemoryRoom,
  machine: Machine | null,
  terms: Term[]
): DeviceBill {
  const shared = plan.gpus.reduce(
    (sum, demand, at) => sum + (plan.room.gpus[at]?.sharesHostMemory ? demandTotal(demand) : 0),
    0
  )
  const left = (size: Bytes | null): Bytes | null =>
    size === null ? null : bytes(Math.max(0, size - shared))
  return {
    kind: 'host',
    name: shared > 0 ? 'RAM, beside what the GPU takes of it' : 'RAM',
    terms,
    capacity: machine ? valueOf(machine.ram.total) : null,
    free: left(machine ? (valueOf(machine.ram.available) ?? valueOf(machine.ram.total)) : null),
    loadLine: left(room.host.line)
  }
}
