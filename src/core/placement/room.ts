import type { Accelerator, Machine } from '../machine/machine.ts'
import { hostRuntime, runtimeOverhead } from '../memory/runtime.ts'
import type { Term } from '../memory/term.ts'
import { type Bytes, type BytesPerSecond, bytes, mib } from '../quantity.ts'
import { valueOf } from '../reading.ts'
import { type Result, err, ok } from '../result.ts'

/**
 * Free memory that llama.cpp's own `--fit` leaves on every GPU (`--fit-target`, 1024 MiB, common/common.h). It has
 * to hold what no dry run sees: the driver's context, pools, and whatever other programs take next.
 */
export const gpuMargin: Bytes = mib(1024)
/** The least that stays free where the runtime alone takes most of the margin (SYCL). */
export const leastSpare: Bytes = mib(256)
/** RAM left to the system: a GiB keeps a desktop from swapping while a model runs. */
export const ramMargin: Bytes = mib(1024)

/** Room on one GPU. `line` bounds buffers and runtime together; null is a GPU without limit (layout only). */
export interface GpuRoom {
  readonly id: string
  readonly name: string
  readonly line: Bytes | null
  /** Share in llama.cpp's default split over GPUs: its free memory. */
  readonly share: number
  readonly runtime: Term
  /** What it holds is missing from RAM. */
  readonly sharesHostMemory: boolean
  /** Of its memory; null or absent when unknown. Decides which GPUs are filled first, or left out. */
  readonly bandwidth?: BytesPerSecond | null
}

/** Room of a machine: all that the planner knows of it. */
export interface MemoryRoom {
  readonly gpus: readonly GpuRoom[]
  readonly host: { readonly line: Bytes | null; readonly runtime: Term }
  /** Assumptions behind the figures, as sentences. */
  readonly notes: readonly string[]
}

/** A reading that decides is missing. */
export interface RoomUnknown {
  readonly device: string
  readonly message: string
}

/**
 * Room of a machine for llama.cpp: free memory minus a margin, per device. Integrated GPUs count only where nothing
 * better is there, as in llama.cpp (src/llama.cpp, `llama_prepare_model_devices`). Free memory that cannot be read is
 * taken as all of it, with a note; an unknown size is an error value, never a zero.
 */
export function roomOf(machine: Machine): Result<MemoryRoom, RoomUnknown> {
  const notes: string[] = []
  const { total, available } = machine.ram
  const ram = valueOf(available) ?? valueOf(total)
  if (ram === null) {
    const reason = available.known ? '' : `: ${available.reason}`
    return err({
      device: 'RAM',
      message: `The size of RAM is unknown${reason}. Enter it under This machine.`
    })
  }
  if (!available.known) notes.push('Free RAM could not be read; all of it is counted as free.')
  const gpus: GpuRoom[] = []
  for (const accelerator of usable(machine.accelerators)) {
    const name = valueOf(accelerator.name) ?? accelerator.id
    const size = valueOf(accelerator.total)
    const free = valueOf(accelerator.free) ?? size
    if (free === null) {
      const reason = accelerator.total.known ? '' : `: ${accelerator.total.reason}`
      return err({
        device: name,
        message: `The memory of ${name} is unknown${reason}. Enter it under This machine.`
      })
    }
    if (!accelerator.free.known)
      notes.push(`Free memory of ${name} could not be read; all of it is counted as free.`)
    const runtime = runtimeOverhead({ backend: accelerator.backend, device: accelerator.device, total: size })
    gpus.push({
      id: accelerator.id,
      name,
      line: gpuLine(free, runtime),
      share: free,
      runtime,
      sharesHostMemory: accelerator.sharesHostMemory,
      bandwidth: valueOf(accelerator.bandwidth)
    })
  }
  return ok({ gpus, host: { line: bytes(Math.max(0, ram - ramMargin)), runtime: hostRuntime }, notes })
}

/**
 * The most that buffers and runtime may take together: free memory minus the part of the margin that the runtime
 * does not use. Buffers alone so stay `gpuMargin` under free memory, as llama.cpp's `--fit` leaves them.
 */
export function gpuLine(free: Bytes, runtime: Term): Bytes {
  return bytes(Math.max(0, free - Math.max(gpuMargin - runtime.bytes, leastSpare)))
}

function usable(accelerators: readonly Accelerator[]): readonly Accelerator[] {
  const able = accelerators.filter((accelerator) => accelerator.backend !== 'cpu')
  const own = able.filter((accelerator) => accelerator.kind !== 'integrated')
  const slice = largestSlice(own)
  const whole = own.filter((accelerator) => accelerator.kind !== 'mig' || accelerator === slice)
  return whole.length > 0 ? whole : able
}

/** A process sees one slice of a partitioned GPU, so only the largest counts. NVIDIA MIG user guide, CUDA_VISIBLE_DEVICES. */
function largestSlice(accelerators: readonly Accelerator[]): Accelerator | undefined {
  const size = (accelerator: Accelerator): number =>
    valueOf(accelerator.free) ?? valueOf(accelerator.total) ?? 0
  return accelerators
    .filter(({ kind }) => kind === 'mig')
    .reduce<Accelerator | undefined>(
      (best, slice) => (best && size(best) >= size(slice) ? best : slice),
      undefined
    )
}

/** `count` equal GPUs and a host, all without limit: a layout without a machine. */
export function unlimitedRoom(count: number): MemoryRoom {
  const none: Term = {
    kind: 'runtime',
    bytes: bytes(0),
    why: 'a layout without a machine',
    certainty: 'exact'
  }
  return {
    gpus: Array.from({ length: count }, (_, gpu) => ({
      id: `gpu${gpu}`,
      name: `GPU ${gpu}`,
      line: null,
      share: 1,
      runtime: none,
      sharesHostMemory: false
    })),
    host: { line: null, runtime: none },
    notes: []
  }
}
