import { type AllocationPlan, type BufferSteps, type Loop, take } from './allocation.ts'
import { type Given, evaluateSizes } from './size.ts'

/**
 * Alignment of blocks in bytes. The CPU backend's 32 (`TENSOR_ALIGNMENT`); CUDA has 128, which moves a buffer by some
 * hundred bytes.
 */
const alignment = 32

/** Bytes of every device's compute buffer, the GPUs in order, then the host. */
export function measureAllocation(plan: AllocationPlan, given: Given): readonly number[] {
  const sizes = new Float64Array(plan.sizes.starts.length - 1)
  evaluateSizes(plan.sizes, given, alignment, sizes)
  return plan.buffers.map((buffer) => new Buffer(buffer, sizes).peak())
}

/**
 * One device's buffer while the graph is allocated: a replay of ggml-alloc.c, `ggml_dyn_tallocr_alloc` and
 * `_free_bytes`. The smallest free gap that is large enough is taken, the open end last; neighbouring gaps become one.
 */
class Buffer {
  private readonly at: Float64Array
  private readonly long: Float64Array
  /** Free blocks by address; the last one is the open end. */
  private readonly starts: number[] = [0]
  private readonly lengths: number[] = [Infinity]
  private highest = 0

  constructor(
    private readonly plan: BufferSteps,
    private readonly sizes: Float64Array
  ) {
    this.at = new Float64Array(plan.blocks)
    this.long = new Float64Array(plan.blocks)
  }

  /** The highest address that is ever used. */
  peak(): number {
    const { steps, loops } = this.plan
    let next = 0
    for (const loop of loops) {
      this.run(next, loop.to)
      this.repeat(loop)
      next = loop.to
    }
    this.run(next, steps.length)
    return this.highest
  }

  /** Goes through a period again until it leaves the buffer as it found it: from then on nothing new happens. */
  private repeat({ from, to, times, handedOn }: Loop): void {
    for (let i = 1; i < times; i++) {
      let moved = false
      for (let j = 0; j < handedOn.length; j += 2) {
        const [before, after] = [handedOn[j] as number, handedOn[j + 1] as number]
        if (this.at[before] !== this.at[after]) moved = true
        this.at[before] = this.at[after] as number
        this.long[before] = this.long[after] as number
      }
      const starts = [...this.starts]
      const lengths = [...this.lengths]
      this.run(from, to)
      if (!moved && same(starts, this.starts) && same(lengths, this.lengths)) return
    }
  }

  private run(from: number, to: number): void {
    const { steps } = this.plan
    for (let i = from; i < to; i += 3) {
      const block = steps[i + 1] as number
      if (steps[i] === take) this.take(block, this.sizes[steps[i + 2] as number] as number)
      else this.giveBack(this.at[block] as number, this.long[block] as number)
    }
  }

  private take(block: number, size: number): void {
    const { starts, lengths } = this
    const last = starts.length - 1
    let best = last
    let tightest = Infinity
    for (let i = 0; i < last; i++) {
      const length = lengths[i] as number
      if (length >= size && length <= tightest) {
        best = i
        tightest = length
      }
    }
    const start = starts[best] as number
    this.at[block] = start
    this.long[block] = size
    starts[best] = start + size
    lengths[best] = (lengths[best] as number) - size
    if (lengths[best] === 0) this.forget(best)
    if (start + size > this.highest) this.highest = start + size
  }

  /**
   * Joins the first neighbour found, and that neighbour's next or previous one. Empty blocks stay in the list and keep
   * others from being joined, as in the engine: models whose graph has empty tensors need more memory for it.
   */
  private giveBack(start: number, length: number): void {
    const { starts, lengths } = this
    let before = 0
    for (let i = 0; i < starts.length; i++) {
      const from = starts[i] as number
      if (from + (lengths[i] as number) === start) {
        lengths[i] = (lengths[i] as number) + length
        if (i + 1 < starts.length && from + (lengths[i] as number) === starts[i + 1]) {
          lengths[i] = (lengths[i] as number) + (lengths[i + 1] as number)
          this.forget(i + 1)
        }
        return
      }
      if (start + length === from) {
        starts[i] = start
        lengths[i] = (lengths[i] as number) + length
        if (i > 0 && (starts[i - 1] as number) + (lengths[i - 1] as number) === start) {
          lengths[i - 1] = (lengths[i - 1] as number) + (lengths[i] as number)
          this.forget(i)
        }
        return
      }
      if (from < start && before === i) before = i + 1
    }
    starts.splice(before, 0, start)
    lengths.splice(before, 0, length)
  }

  private forget(block: number): void {
    this.starts.splice(block, 1)
    this.lengths.splice(block, 1)
  }
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i])
