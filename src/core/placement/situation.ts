import { between, type Stack } from './stack.ts'

/** What all devices of a placement have in common. */
export interface Situation {
  /** Blocks on the host: the first ones. */
  readonly hostBlocks: number
  /** The first n blocks have their routed experts in RAM. */
  readonly ramExperts: number
  /** Routed experts of blocks on GPUs are computed on the host. */
  readonly expertsElsewhere: boolean
  readonly pipeline: boolean
}

export function situationOf(
  stack: Stack,
  hostBlocks: number,
  cpuMoeLayers: number,
  gpuCount: number
): Situation {
  const ramExperts = Math.min(cpuMoeLayers, stack.blocks)
  return {
    hostBlocks,
    ramExperts,
    expertsElsewhere: between(stack.sums.experts, hostBlocks, Math.max(hostBlocks, ramExperts)) > 0,
    // llama.cpp src/llama-context.cpp: several devices, everything offloaded, no tensor overrides.
    pipeline: gpuCount > 1 && hostBlocks === 0 && ramExperts === 0
  }
}
