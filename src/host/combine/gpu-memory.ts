import type { Accelerator, AcceleratorKind, Platform } from '../../core/machine/machine.ts'
import type { Bytes } from '../../core/quantity.ts'
import { bytes } from '../../core/quantity.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown } from '../../core/reading.ts'
import { sharedGraphicsMemory } from '../../core/machine/shared-graphics-memory.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import type { MemoryFacts } from '../read/meminfo.ts'

export interface GpuMemory {
  readonly total: Reading<Bytes>
  readonly free: Reading<Bytes>
  readonly sharesHostMemory: boolean
  /** What is set aside for it and what it borrows, where it has both or may have either. */
  readonly pool: NonNullable<Accelerator['pool']> | null
}

/** What a GPU of this kind may use, from its own memory, what it borrows, and the memory of the system. */
export function gpuMemory(
  gpu: GpuFacts,
  kind: AcceleratorKind,
  platform: Platform,
  ram: MemoryFacts
): GpuMemory {
  if (kind === 'discrete' || kind === 'mig') {
    // What a card may borrow is RAM behind PCIe and no memory of its own (RX 570: GTT as large as VRAM).
    return { total: gpu.total, free: gpu.free, sharesHostMemory: false, pool: null }
  }
  if (gpu.vendor === 'apple') {
    return { total: gpu.total, free: gpu.free, sharesHostMemory: true, pool: null }
  }
  if (kind === 'integrated') return integratedMemory(gpu, platform, ram)
  return gpu.vendor === 'amd' ? halo(gpu, ram) : oneMemory(gpu, ram)
}

/**
 * GB10 and Jetson: the pool is the system's memory. Some of them report a small figure of their own besides (N1X:
 * 8128 MiB; unslothai/unsloth pull 10283), which is no limit, so the larger of the two counts.
 */
function oneMemory(gpu: GpuFacts, ram: MemoryFacts): GpuMemory {
  const larger = gpu.total.known && (!ram.total.known || gpu.total.value > ram.total.value)
  return {
    total: larger ? gpu.total : ram.total,
    free: larger ? gpu.free : ram.available,
    sharesHostMemory: true,
    pool: null
  }
}

/**
 * Strix Halo is run two ways: a small carve-out with most RAM mapped on demand (GTT), or a large carve-out. One program
 * gets the larger of the two from ROCm (llama.cpp pull 20472). A carve-out is missing from the system's total already,
 * so what it holds takes nothing from RAM; mapped memory does.
 */
function halo(gpu: GpuFacts, ram: MemoryFacts): GpuMemory {
  const mapped = gpu.borrowed
  const pool = { setAside: gpu.total, borrowed: mapped?.total ?? nothingBorrowed }
  if (!mapped?.total.known || (gpu.total.known && gpu.total.value >= mapped.total.value)) {
    if (gpu.total.known) {
      return { total: gpu.total, free: gpu.free, sharesHostMemory: false, pool }
    }
    const why = unknown(
      'How much memory this GPU may use is decided in the firmware and could not be read. Enter it by hand.'
    )
    return { total: why, free: why, sharesHostMemory: true, pool: null }
  }
  return {
    total: mapped.total,
    free: least(mapped.free, ram.available),
    sharesHostMemory: true,
    pool
  }
}

/** Carve-out and borrowed memory together: the heaps a Vulkan driver offers on such a part (nvtop pull 428). */
function integratedMemory(gpu: GpuFacts, platform: Platform, ram: MemoryFacts): GpuMemory {
  // Of Intel's graphics, the figure that drivers call theirs is a window on RAM (1024 MiB), nothing set aside.
  const own = gpu.vendor === 'amd' ? gpu.total : unknown('Integrated graphics have no memory of their own.')
  const borrowed = gpu.borrowed?.total ?? sharedGraphicsMemory(platform, ram.total)
  const borrowedFree = gpu.borrowed?.free.known
    ? least(gpu.borrowed.free, ram.available)
    : least(borrowed, ram.available)
  return {
    total: sum(own, borrowed),
    free:
      own.known && !gpu.free.known ? borrowedFree : sum(gpu.vendor === 'amd' ? gpu.free : own, borrowedFree),
    sharesHostMemory: true,
    pool: { setAside: own, borrowed }
  }
}

const nothingBorrowed = unknown('The driver does not state how much memory this GPU may borrow.')

/** Both known: added. One known: that one alone, which is less than the truth and never more. */
function sum(own: Reading<Bytes>, borrowed: Reading<Bytes>): Reading<Bytes> {
  if (!own.known || !borrowed.known) return borrowed.known ? borrowed : own.known ? own : borrowed
  return known(bytes(own.value + borrowed.value), `${own.source} and ${borrowed.source}`, 'derived')
}

function least(one: Reading<Bytes>, two: Reading<Bytes>): Reading<Bytes> {
  if (!one.known || !two.known) return two.known ? one : two
  const smaller = one.value <= two.value ? one : two
  return known(smaller.value, smaller.source, 'derived')
}
