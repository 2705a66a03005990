import { cellPadding } from '../memory/cache-cells.ts'

/** A place where something changes: the last context on the near side, and the next step, on the far side. */
export interface Edge {
  readonly last: number
  readonly beyond: number
}

/** Work in steps of one answer each, so that whoever runs it can stop between two. */
export type Steps<T> = Generator<undefined, T, undefined>

/**
 * Halves the way from a context at which `holds` is true to one at which it is false, until no multiple of the
 * engine's padding of 256 cells lies between them: contexts within one step are the same to the engine.
 *
 * Whatever `holds` does in between, the answer is an edge: true at `last`, false one step on. It is the only one
 * where `holds` is monotonic. "Runs at all" and "lies wholly on the GPUs" are: every cache and buffer grows with the
 * context or stays, so what fits with a longer one fits with a shorter one. "No whole layer in RAM" need not be, since
 * the planner takes the fastest of the placements that fit.
 */
export function* edgeBetween(
  near: number,
  far: number,
  holds: (contextTokens: number) => boolean
): Steps<Edge> {
  let [last, beyond] = [near, far]
  for (;;) {
    const middle = stepBetween(last, beyond)
    if (middle === null) return { last, beyond }
    if (holds(middle)) last = middle
    else beyond = middle
    yield
  }
}

/** The multiple of the padding in the middle between two contexts, both left out; null when there is none. */
function stepBetween(low: number, high: number): number | null {
  const first = Math.floor(low / cellPadding) + 1
  const last = Math.ceil(high / cellPadding) - 1
  return first > last ? null : Math.floor((first + last) / 2) * cellPadding
}

/** Indices of a row of `count`: both ends, then the middles between those seen, so that a picture is whole early. */
export function coarseFirst(count: number): readonly number[] {
  if (count <= 1) return count === 1 ? [0] : []
  const order = [0, count - 1]
  const seen = new Set(order)
  for (let stride = 2 ** Math.ceil(Math.log2(count)); stride >= 1; stride /= 2) {
    for (let index = 0; index < count; index += stride) {
      if (seen.has(index)) continue
      seen.add(index)
      order.push(index)
    }
  }
  return order
}
