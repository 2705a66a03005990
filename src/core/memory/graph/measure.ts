import { type AllocationPlan, type BufferSteps, take } from './allocation.ts'
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
  return plan.buffers.map((buffer) => peak(buffer, sizes))
}

/**
 * The highest address that is ever used: a replay of ggml-alloc.c, `ggml_dyn_tallocr_alloc` and `_free_bytes`. The
 * smallest free gap that is large enough is taken, the open end last; neighbouring gaps become one.
 */
function peak({ steps, blocks }: BufferSteps, sizes: Float64Array): number {
  const at = new Float64Array(blocks)
  const long = new Float64Array(blocks)
  // Gaps below the open end, by address; the open end begins at `end`.
  const starts: number[] = []
  const lengths: number[] = []
  let end = 0
  let highest = 0

  const release = (start: number, length: number): void => {
    let i = 0
    while (i < starts.length && (starts[i] as number) < start) i++
    const before = i - 1
    const joinsBefore = before >= 0 && (starts[before] as number) + (lengths[before] as number) === start
    const joinsAfter = i < starts.length && start + length === starts[i]
    if (start + length === end) {
      end = joinsBefore ? (starts[before] as number) : start
      if (joinsBefore) {
        starts.splice(before, 1)
        lengths.splice(before, 1)
      }
    } else if (joinsBefore) {
      lengths[before] = (lengths[before] as number) + length + (joinsAfter ? (lengths[i] as number) : 0)
      if (joinsAfter) {
        starts.splice(i, 1)
        lengths.splice(i, 1)
      }
    } else if (joinsAfter) {
      starts[i] = start
      lengths[i] = (lengths[i] as number) + length
    } else {
      starts.splice(i, 0, start)
      lengths.splice(i, 0, length)
    }
  }

  for (let i = 0; i < steps.length; i += 3) {
    const block = steps[i + 1] as number
    if (steps[i] === take) {
      const size = sizes[steps[i + 2] as number] as number
      let best = -1
      for (let gap = 0; gap < starts.length; gap++) {
        const length = lengths[gap] as number
        if (length >= size && (best < 0 || length <= (lengths[best] as number))) best = gap
      }
      long[block] = size
      if (best < 0) {
        at[block] = end
        end += size
        if (end > highest) highest = end
        continue
      }
      at[block] = starts[best] as number
      const rest = (lengths[best] as number) - size
      if (rest === 0) {
        starts.splice(best, 1)
        lengths.splice(best, 1)
      } else {
        starts[best] = (starts[best] as number) + size
        lengths[best] = rest
      }
    } else release(at[block] as number, long[block] as number)
  }
  return highest
}
