import type { Backend } from '../engine/settings.ts'
import type { Vendor } from '../machine/machine.ts'
import type { Bytes, BytesPerSecond, Flops } from '../quantity.ts'

/** What the speed model reads of an accelerator. */
export interface SpeedDevice {
  readonly name: string
  readonly vendor: Vendor
  readonly backend: Backend
  /** Generation as the device catalogue names it: `Ada Lovelace`, `RDNA3`, `Apple M4`; null when unknown. */
  readonly architecture: string | null
  /** Data-sheet bandwidth of the memory it reads; null when unknown: no speed is given then. */
  readonly bandwidth: BytesPerSecond | null
  /** Data-sheet rate outside the tensor cores; null when unknown. */
  readonly fp32: Flops | null
  /** Data-sheet rate in 16 bits, for devices without an fp32 figure; null when unknown. */
  readonly fp16: Flops | null
}

/** What one device holds of the model, and what one token reads of it. */
export interface SpeedShare {
  /** Blocks computed here. For the CPU: blocks with any part here, if only their experts. */
  readonly layers: number
  /** Read per token: dense tensors, the chosen experts, the head where it is here; not the embedding table. */
  readonly activeBytes: Bytes
  /** All weights held here: what a full micro-batch of an MoE model reads. */
  readonly totalBytes: Bytes
  /** KV cache, and recurrent state, read here for one token with `depthTokens` in the cache. */
  readonly cacheBytes: Bytes
}

export interface SpeedInput {
  readonly gpus: readonly (SpeedShare & { readonly device: SpeedDevice })[]
  readonly cpu: SpeedShare
  /** Theoretical bandwidth of system memory (transfers x width x channels); null when unknown. */
  readonly ramBandwidth: BytesPerSecond | null
  /** Weights one token reads, in elements, over all devices. */
  readonly activeParameters: number
  /** Share of those that are stored below 16 bits and must be unpacked: 0 for F16, 1 for most files. */
  readonly quantisedShare: number
  /** Most weights are in an IQ type or below four bits: their unpacking costs more than the model's constant. */
  readonly lowBit: boolean
  readonly moe: boolean
  /** Tokens in the cache while one more is written. */
  readonly depthTokens: number
  /** Tokens of the prompt. */
  readonly promptTokens: number
  /** Tokens computed at once. */
  readonly ubatch: number
  /** Sum over the layers that see the whole context of heads x head size; absent: attention is left out of prefill. */
  readonly attentionWidth?: number
}
