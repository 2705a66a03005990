import { type Bytes, bytes, noBytes } from '../quantity.ts'
import type { ComputeStages } from './compute-stages.ts'

/**
 * Copies of every graph input that llama.cpp keeps per device while it runs several GPUs as a pipeline
 * (`GGML_SCHED_MAX_COPIES`, ggml/CMakeLists.txt; conditions in src/llama-context.cpp).
 */
export const pipelineCopies = 4

/** What a GPU does, as far as its compute buffer depends on it. */
export interface GpuPart {
  readonly blocks: boolean
  readonly output: boolean
  /** Several GPUs hold the whole model: inputs are kept `pipelineCopies` times. */
  readonly pipeline: boolean
  /** The first GPU of a pipeline takes embeddings only; later ones with blocks also the hidden state of the one before. */
  readonly first: boolean
  /** Routed experts of some of its blocks are computed on the host. */
  readonly expertsElsewhere: boolean
  /** It computes routed experts itself. */
  readonly experts: boolean
}

/**
 * First estimate of the compute buffer of one GPU: its largest stage. A search for a placement goes by it; the buffer
 * that is shown is replayed from the graph (`graph/compute-buffers.ts`).
 */
export function gpuCompute(stages: ComputeStages, part: GpuPart): Bytes {
  if (!part.blocks && !part.output) return noBytes
  const copies = part.pipeline ? pipelineCopies : 1
  const states = part.first || !part.blocks ? 1 : 2
  const moved = part.pipeline ? states * pipelineCopies * stages.hidden : 0
  const returned = part.expertsElsewhere ? 2 * stages.hidden : 0
  const inputs = copies * (stages.masks + stages.decay)
  const widest = part.experts ? stages.block : stages.blockWithoutExperts
  const block = part.blocks ? widest + inputs + returned : 0
  // The masks are finished when logits are computed, except in a pipeline, whose copies stay where there are blocks.
  const output = part.output ? stages.output + (part.pipeline && part.blocks ? inputs : 0) : 0
  return bytes(Math.max(block, output) + moved)
}

/** What the host does. */
export interface HostPart {
  readonly blocks: boolean
  readonly output: boolean
  readonly experts: boolean
  readonly pipeline: boolean
}

/**
 * The same for the host. With everything on GPUs it holds the graph's inputs alone: two embedded micro-batches, masks
 * and indices. Otherwise its largest stage.
 */
export function hostCompute(stages: ComputeStages, part: HostPart): Bytes {
  const copies = part.pipeline ? pipelineCopies : 1
  const inputs = stages.embedded + copies * (stages.masks + stages.indices + stages.decay)
  const residents = stages.masks + stages.indices + stages.decay
  const block = part.blocks ? stages.block + residents + stages.hidden : 0
  const experts = part.experts ? stages.experts + residents : 0
  const output = part.output ? stages.output + stages.hidden : 0
  return bytes(Math.max(inputs, block, experts, output))
}
