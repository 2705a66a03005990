import type { Backend } from '../engine/settings.ts'
import type { MeasuredHere, Vendor } from '../machine/machine.ts'
import type { Bytes, BytesPerSecond, Flops } from '../quantity.ts'

/** What the speed model reads of an accelerator. */
export interface SpeedDevice {
  readonly name: string
  readonly vendor: Vendor
  readonly backend: Backend
  /** Generation as the device catalogue names it: `Ada Lovelace`, `RDNA3`, `Apple M4`; null when unknown. */
  readonly architecture: string | null
  /** NVIDIA's number of the instruction set, `8.9`; null when unknown or of another vendor. */
  readonly computeCapability: string | null
  /** Data-sheet bandwidth of the memory it reads; null when unknown: no speed is given then. */
  readonly bandwidth: BytesPerSecond | null
  /** Data-sheet rate outside the tensor cores; null when unknown. */
  readonly fp32: Flops | null
  /** Data-sheet rate in 16 bits, for devices without an fp32 figure; null when unknown. */
  readonly fp16: Flops | null
  /** What runs on this machine showed of it. */
  readonly measured?: MeasuredHere
}

/** Weights by how they are packed, in elements: what unpacking them costs differs. */
export interface PackedWeights {
  /** F32, F16, BF16: nothing to unpack. */
  readonly sixteen: number
  /** One scale per 32: Q4_0, Q5_0, Q8_0, MXFP4. */
  readonly simple: number
  /** Q4_K, Q5_K, Q6_K. */
  readonly k: number
  /** Q2_K, Q3_K and the lookup types, IQ1 to IQ4. */
  readonly low: number
}

/** What one device holds of the model, and what one token reads of it. */
export interface SpeedShare {
  /** Blocks computed here. For the CPU: blocks with any part here, if only their experts. */
  readonly layers: number
  /** Those of them that route to experts which lie here. */
  readonly moeLayers: number
  /** Those of them with a recurrent state instead of a cache. */
  readonly recurrentLayers: number
  /** Read per token: dense tensors, the chosen experts, the head where it is here; not the embedding table. */
  readonly activeBytes: Bytes
  /** The chosen experts' part of `activeBytes`. */
  readonly expertBytes: Bytes
  /** All weights held here: what a full micro-batch of an MoE model reads. */
  readonly totalBytes: Bytes
  /** KV cache, and recurrent state, read here for one token with `depthTokens` in the cache. */
  readonly cacheBytes: Bytes
  /** Elements one token reads here. */
  readonly weights: PackedWeights
  /** Elements of the dense part that every token of a prompt is multiplied with: without the head. */
  readonly denseWeights: number
  /** Elements of the chosen experts, and of all experts held here. */
  readonly expertWeights: number
  readonly heldExpertWeights: number
  /** Operations of attention for one new token and one token it looks at, over the layers here that see everything. */
  readonly attentionOperations: number
  /** Pairs of a head and a layer that see everything: scores of one new token for one token it looks at. */
  readonly attentionHeads: number
  /** The same of the layers that see a window only. */
  readonly windowOperations: number
  readonly windowHeads: number
}

export interface SpeedInput {
  readonly gpus: readonly (SpeedShare & { readonly device: SpeedDevice })[]
  readonly cpu: SpeedShare
  /** Theoretical bandwidth of system memory (transfers x width x channels); null when unknown. */
  readonly ramBandwidth: BytesPerSecond | null
  /** Runs on this machine that corrected it. */
  readonly ramRuns?: number
  /** Blocks of the model: no placement computes more of them on GPUs. */
  readonly modelLayers: number
  /** Width of the model: wider layers keep a GPU busy for longer between two kernels. */
  readonly hiddenSize: number
  /** Attention through one compressed vector per token (MLA). */
  readonly latentAttention: boolean
  readonly flashAttention: boolean
  /** Tokens that the layers with a window see; 0 where there are none. */
  readonly window: number
  readonly experts: { readonly count: number; readonly perToken: number } | null
  /** Tokens in the cache while one more is written, and before the prompt is read. */
  readonly depthTokens: number
  /** Tokens of the prompt. */
  readonly promptTokens: number
  /** Tokens computed at once. */
  readonly ubatch: number
  /** Sequences written at the same time. */
  readonly parallel: number
  /** The file, which is read from disk once: the time to load it. */
  readonly fileBytes: Bytes
  /** Tokens that a prediction layer shipped with the model drafts ahead (MTP); 0 where there is none. */
  readonly draftLayers: number
}
