import { tokenRate } from '../format.ts'
import { demandTotal } from '../placement/demand.ts'
import { withFewerGpus } from '../placement/fewer-gpus.ts'
import type { MemoryRoom } from '../placement/room.ts'
import { type Plan, placementFor, type PlanRequest, planOf } from './plan.ts'

/** A plan on those GPUs of a machine that run it fastest, and what leaving the others out gains. */
export interface FastestPlan {
  readonly plan: Plan
  /** One sentence; null when all GPUs are used as asked. */
  readonly note: string | null
}

/** A selection has to be this much faster than all GPUs together to be worth leaving any out. */
const worthwhile = 1.01

/**
 * The fastest selection of GPUs at the level that all of them reach, the context unchanged: one card that holds the
 * model spares the passing between cards, and a slow card can cost more than it carries. Below `fits` the processor
 * alone is among the choices. `speedOf` gives the predicted tokens per second, null when unknown: then nothing is left out.
 * Fixed `gpuLayers` are an order to use the GPUs as they are.
 */
export function onFastestGpus(
  request: PlanRequest,
  current: Plan,
  speedOf: (plan: Plan) => number | null
): FastestPlan {
  const asIs = { plan: current, note: null }
  const { engine, room } = request
  const whole = current.level === 'fits'
  if (engine.gpuLayers !== 'auto' || (!whole && current.level !== 'fits-with-offload')) return asIs
  const none: readonly MemoryRoom[] = whole ? [] : [{ ...room, gpus: [] }]
  const rooms = room.gpus.length > 1 ? [...withFewerGpus(room), ...none] : none
  const before = rooms.length === 0 ? null : speedOf(current)
  if (before === null) return asIs
  const fixed = { ...engine, contextTokens: current.settings.contextTokens }
  // A split that gives a GPU nothing already says that it is better left out.
  const idle = current.gpus.some((demand) => demandTotal(demand) === 0)
  let [best, fastest] = [current, before * (idle ? 1 / worthwhile : worthwhile)]
  for (const fewer of rooms) {
    const placed = placementFor({ ...request, room: fewer, engine: fixed })
    if (placed.level !== current.level && !(placed.level === 'cpu-only' && !whole)) continue
    const candidate = planOf(placed)
    const speed = speedOf(candidate) ?? 0
    if (speed > fastest) [best, fastest] = [candidate, speed]
  }
  return best === current ? asIs : { plan: best, note: sentence(room, best, idle ? null : before, fastest) }
}

function sentence(room: MemoryRoom, { room: { gpus } }: Plan, before: number | null, after: number): string {
  const kept = new Set(gpus.map(({ id }) => id))
  const left = room.gpus.filter(({ id }) => !kept.has(id)).map(({ name }) => name)
  const names = left.length < 2 ? left.join('') : `${left.slice(0, -1).join(', ')} and ${left.at(-1) ?? ''}`
  const [verb, them] = left.length < 2 ? ['is', 'it'] : ['are', 'them']
  if (before === null) return `${names} ${verb} left out: the model is faster without ${them}.`
  return `${names} ${verb} left out: with ${them} about ${tokenRate(before)} tokens/s instead of ${tokenRate(after)}.`
}
