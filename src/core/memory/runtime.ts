import type { Backend } from '../engine/settings.ts'
import type { DeviceSpec } from '../machine/device.ts'
import { type Bytes, bytes, gib, mib } from '../quantity.ts'
import type { Term } from './term.ts'

/** What decides the overhead of a device: its backend, and for CUDA how many multiprocessors it has. */
export interface RuntimeDevice {
  readonly backend: Backend
  readonly device: DeviceSpec | null
  /** All memory of the device, null when unknown: a class of size stands in for a missing data sheet. */
  readonly total: Bytes | null
}

/**
 * FP32 GFLOP/s of one multiprocessor at its usual boost clock: lanes x 2 x clock. Dividing a data sheet's FP32
 * figure by it gives the number of multiprocessors within about 15 %, which moves the context by under 60 MiB.
 */
const gigaflopsPerMultiprocessor: Readonly<Record<string, number>> = {
  Pascal: 420,
  Volta: 195,
  Turing: 215,
  Ampere: 435,
  'Ada Lovelace': 640,
  Hopper: 507,
  Blackwell: 620
}
/** The A100's multiprocessor has half the FP32 lanes of the other Amperes. */
const gigaflopsPerMultiprocessorA100 = 180

/** CUDA context of a 34-SM and a 188-SM card, as a line (llama.cpp pull request 23604). */
const cudaBase = mib(10)
const cudaPerMultiprocessor = mib(3)
/** Memory pool and first-run allocations after loading (llama.cpp issue 23446). */
const cudaPool = mib(80)

/** Multiprocessors of an NVIDIA device from its data-sheet figures, null when they do not tell. */
export function multiprocessors(device: DeviceSpec): number | null {
  if (device.vendor !== 'nvidia' || device.fp32Tflops === undefined) return null
  const each =
    device.computeCapability === '8.0'
      ? gigaflopsPerMultiprocessorA100
      : gigaflopsPerMultiprocessor[device.architecture ?? '']
  return each === undefined ? null : Math.round((device.fp32Tflops * 1000) / each)
}

function cudaRuntime({ device, total }: RuntimeDevice): Term {
  const counted = device && multiprocessors(device)
  if (counted !== null) {
    const size = bytes(cudaBase + counted * cudaPerMultiprocessor + cudaPool)
    const why = `CUDA context: 10 MiB + 3 MiB x about ${counted} multiprocessors, and 80 MiB for its pool (llama.cpp PR 23604, issue 23446)`
    // The count is within 15 %, the pool between 60 and 100 MiB.
    const at = (share: number, pool: number): Bytes =>
      bytes(cudaBase + Math.round(counted * share) * cudaPerMultiprocessor + mib(pool))
    return measured(size, why, [at(0.85, 60), at(1.15, 100)])
  }
  // Without a data sheet: larger cards have more multiprocessors.
  const size = total === null || total > gib(13) ? (total !== null && total > gib(40) ? 650 : 500) : 300
  return measured(
    mib(size),
    `CUDA context and pool of a card of this size, ${size} MiB (llama.cpp PR 23604, PR 15860)`,
    [mib(size - 150), mib(size + 150)]
  )
}

/** Memory a backend takes on the device outside llama.cpp's own buffers: driver context, kernels, pools. */
export function runtimeOverhead(device: RuntimeDevice): Term {
  switch (device.backend) {
    case 'cuda':
      return cudaRuntime(device)
    case 'rocm':
      return measured(
        mib(800),
        'ROCm context and the kernels rocBLAS loads at the first prompt: peak on an RX 7900 XTX (Quartermaster PR 69)',
        [mib(400), mib(800)]
      )
    case 'vulkan':
      return measured(
        mib(150),
        'Vulkan context, between 0 and 400 MiB on an RX 7900 XTX (Quartermaster PR 69)',
        [mib(0), mib(400)]
      )
    case 'metal':
      return measured(mib(512), "Metal's share of the system, as Ollama reserves it (ollama ml/device.go)")
    case 'sycl':
      return measured(
        mib(1000),
        'SYCL pool, which grows by about 1 GB from loading to the first prompt (llama.cpp issue 26747)',
        [mib(1000), mib(1050)]
      )
    case 'cpu':
      return measured(mib(0), 'the CPU backend keeps nothing beside its buffers')
  }
}

/** The program itself in RAM: code, vocabulary, threads. Resident size beside the model: 0.3 to 0.6 GB. */
export const hostRuntime: Term = measured(
  mib(512),
  'the llama.cpp process itself, 0.3 to 0.6 GB (resident size on a 128 GB machine, halo-box/llama.cpp PR 3)',
  [mib(286), mib(572)]
)

/** Metal and the CPU have one figure each, and no range. */
function measured(size: Bytes, why: string, range?: Term['range']): Term {
  return { kind: 'runtime', bytes: size, why, certainty: 'measured', ...(range && { range }) }
}
