/**
 * Constants of the speed model. Fitted in 2026-11 by non-negative least squares on relative error, each device
 * weighted equally, to llama-bench style measurements of llama.cpp with one accelerator and everything resident:
 * 627 decode rows on 107 devices (ggml-org/llama.cpp discussions 4167, 10879, 15013, 15021, 15396; XiongjieDai's and
 * kyuz0's tables; an excerpt with its sources is test/core/speed/benchmarks.tsv). On devices left out of the fit the
 * median error was 8 %, and 85 % of the rows were within a quarter.
 */
export const decode = {
  /** Share of the data-sheet bandwidth at which weights are read: 1 / 1.071. */
  weightReadShare: 1 / 1.071,
  /** Share of it at which the KV cache is read: 1 / 1.266. */
  cacheReadShare: 1 / 1.266,
  /** fp32 operations to unpack and use one quantised weight. */
  operationsPerWeight: 4.071,
  /** Seconds per layer to launch its kernels. */
  launch: { cuda: 34.9e-6, vulkan: 34.9e-6, metal: 106.9e-6, rocm: 106.9e-6, sycl: 106.9e-6, cpu: 0 },
  /** Seconds per layer of an MoE model for routing and gathering. */
  routing: 52.3e-6,
  /**
   * Several cards, each with its layers, work one after the other: measured 0.90-1.03 of one card with all the
   * memory (287 rows, 2 to 8 cards).
   */
  severalCards: 0.95
} as const

/**
 * The part the CPU computes: 116 rows on 25 hosts, CPU alone included. Host memory speed had to be assumed for most
 * of them, so this is the weakest part of the model: 20 % median error on hosts left out.
 */
export const cpu = {
  /** Share of the theoretical RAM bandwidth at which one process reads weights. */
  readShare: 0.57,
  /** Seconds per layer to hand over to the CPU and back. */
  handOver: 120e-6
} as const

/** Prefill: 284 rows on 100 devices, prompts of 512 tokens; 18 % median error on devices left out. */
export const prefill = {
  /** A pass over the weights is paid once per micro-batch, at the same share of bandwidth as in decoding. */
  weightReadShare: 1 / 1.071
} as const
