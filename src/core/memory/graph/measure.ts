import { type AllocationPlan, type BufferSteps, take } from './allocation.ts'
import { type Line, Span, valueAt } from './line.ts'
import { type Given, lines } from './size.ts'

/**
 * Alignment of blocks in bytes: the CPU backend's 32 (`TENSOR_ALIGNMENT`). CUDA has 128, which moves a buffer by some
 * hundred bytes.
 */
const alignment = 32

/** Peaks of all buffers as lines over the cells of the context, and the span in which they hold. */
interface Answer {
  readonly span: Span
  readonly peaks: readonly Line[]
}

const answers = new WeakMap<AllocationPlan, Map<string, Answer[]>>()
/** Settings remembered per graph; more are forgotten together. */
const remembered = 256

/**
 * Bytes of every device's compute buffer, the GPUs in order, then the host. `times`: how often each repeated period
 * comes in the stack. An answer is worked out once for a whole range of contexts.
 */
export function measureAllocation(
  plan: AllocationPlan,
  given: Given,
  times: readonly number[] = plan.repeats
): readonly number[] {
  const { cells } = given
  const known = answers.get(plan) ?? new Map<string, Answer[]>()
  answers.set(plan, known)
  const key = `${given.tokens} ${given.outputs} ${given.streams} ${given.sequences} ${given.windowCells} ${given.selected} ${given.sparseCells} ${given.cacheWidth} ${times.join(' ')}`
  const before = known.get(key) ?? []
  let answer = before.find(({ span }) => span.holds(cells))
  if (!answer) {
    answer = replay(plan, given, times)
    if (known.size > remembered) known.clear()
    known.set(key, [...before, answer])
  }
  return answer.peaks.map((line) => valueAt(line, cells))
}

function replay(plan: AllocationPlan, given: Given, times: readonly number[]): Answer {
  const sizes = lines(plan.sizes, given, alignment)
  const span = new Span(given.cells)
  return { span, peaks: plan.buffers.map((buffer) => new Buffer(buffer, sizes, span).peak(times)) }
}

/**
 * One device's buffer while the graph is allocated: a replay of ggml-alloc.c, `ggml_dyn_tallocr_alloc` and
 * `_free_bytes`. The smallest free gap that is large enough is taken, the open end last; neighbouring gaps become one.
 * Every address and length is a line over the cells of the context.
 */
class Buffer {
  private readonly at: Float64Array
  private readonly long: Float64Array
  /** Free blocks by address, as (start at, start per cell, length at, length per cell); the last is the open end. */
  private readonly free: number[] = [0, 0, Infinity, 0]
  private highest: Line = { at: 0, per: 0 }

  private readonly plan: BufferSteps
  /** Pairs (at, per cell). */
  private readonly sizes: Float64Array
  private readonly span: Span

  constructor(plan: BufferSteps, sizes: Float64Array, span: Span) {
    this.plan = plan
    this.sizes = sizes
    this.span = span
    this.at = new Float64Array(2 * plan.blocks)
    this.long = new Float64Array(2 * plan.blocks)
  }

  /** The highest address that is ever used. */
  peak(times: readonly number[]): Line {
    const { steps, loops } = this.plan
    let next = 0
    for (const { from, to, repeat, handedOn } of loops) {
      this.run(next, to)
      this.again(from, to, times[repeat] ?? 1, handedOn)
      next = to
    }
    this.run(next, steps.length)
    return this.highest
  }

  /** Goes through a period again until it leaves the buffer as it found it: from then on nothing new happens. */
  private again(from: number, to: number, times: number, handedOn: Int32Array): void {
    const { at, long } = this
    for (let i = 1; i < times; i++) {
      let moved = false
      for (let j = 0; j < handedOn.length; j += 2) {
        const before = 2 * (handedOn[j] as number)
        const after = 2 * (handedOn[j + 1] as number)
        if (at[before] !== at[after] || at[before + 1] !== at[after + 1]) moved = true
        for (const part of [0, 1]) {
          at[before + part] = at[after + part] as number
          long[before + part] = long[after + part] as number
        }
      }
      const free = [...this.free]
      this.run(from, to)
      if (!moved && same(free, this.free)) return
    }
  }

  private run(from: number, to: number): void {
    const { steps } = this.plan
    for (let i = from; i < to; i += 3) {
      const block = 2 * (steps[i + 1] as number)
      if (steps[i] === take) this.take(block, 2 * (steps[i + 2] as number))
      else this.giveBack(block)
    }
  }

  private take(block: number, size: number): void {
    const { free, span, at, long } = this
    const [sizeAt, sizePer] = [this.sizes[size] as number, this.sizes[size + 1] as number]
    const last = free.length - 4
    let best = last
    for (let i = 0; i < last; i += 4) {
      const [lengthAt, lengthPer] = [free[i + 2] as number, free[i + 3] as number]
      if (span.sign(lengthAt - sizeAt, lengthPer - sizePer) < 0) continue
      if (best !== last) {
        const wider = span.sign(lengthAt - (free[best + 2] as number), lengthPer - (free[best + 3] as number))
        if (wider > 0) continue
      }
      best = i
    }
    at[block] = free[best] as number
    at[block + 1] = free[best + 1] as number
    long[block] = sizeAt
    long[block + 1] = sizePer
    const end = { at: (free[best] as number) + sizeAt, per: (free[best + 1] as number) + sizePer }
    free[best] = end.at
    free[best + 1] = end.per
    free[best + 2] = (free[best + 2] as number) - sizeAt
    free[best + 3] = (free[best + 3] as number) - sizePer
    if (best !== last && span.sign(free[best + 2] as number, free[best + 3] as number) === 0)
      free.splice(best, 4)
    if (span.sign(end.at - this.highest.at, end.per - this.highest.per) > 0) this.highest = end
  }

  /**
   * Joins the first neighbour found, and that neighbour's next or previous one. Empty blocks stay in the list and keep
   * others from being joined, as in the engine: models whose graph has empty tensors need more memory for it.
   */
  private giveBack(block: number): void {
    const { free } = this
    const [startAt, startPer] = [this.at[block] as number, this.at[block + 1] as number]
    const [longAt, longPer] = [this.long[block] as number, this.long[block + 1] as number]
    let before = 0
    for (let i = 0; i < free.length; i += 4) {
      if (this.meets(i, startAt, startPer)) {
        this.lengthen(i, longAt, longPer)
        if (i + 4 < free.length && this.meets(i, free[i + 4] as number, free[i + 5] as number)) this.join(i)
        return
      }
      const ahead = this.span.sign(
        (free[i] as number) - startAt - longAt,
        (free[i + 1] as number) - startPer - longPer
      )
      if (ahead === 0) {
        free[i] = startAt
        free[i + 1] = startPer
        this.lengthen(i, longAt, longPer)
        if (i > 0 && this.meets(i - 4, startAt, startPer)) this.join(i - 4)
        return
      }
      if (
        before === i &&
        this.span.sign((free[i] as number) - startAt, (free[i + 1] as number) - startPer) < 0
      )
        before = i + 4
    }
    free.splice(before, 0, startAt, startPer, longAt, longPer)
  }

  /** Whether free block `i` ends where the other begins. */
  private meets(i: number, startAt: number, startPer: number): boolean {
    const { free, span } = this
    const endAt = (free[i] as number) + (free[i + 2] as number)
    if (endAt === Infinity) return false
    return span.sign(endAt - startAt, (free[i + 1] as number) + (free[i + 3] as number) - startPer) === 0
  }

  private lengthen(i: number, by: number, perCell: number): void {
    this.free[i + 2] = (this.free[i + 2] as number) + by
    this.free[i + 3] = (this.free[i + 3] as number) + perCell
  }

  /** Takes the next free block into block `i`. */
  private join(i: number): void {
    this.lengthen(i, this.free[i + 6] as number, this.free[i + 7] as number)
    this.free.splice(i + 4, 4)
  }
}

const same = (a: readonly number[], b: readonly number[]): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
