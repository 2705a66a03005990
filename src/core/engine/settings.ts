import type { LlamaEngineName } from './names.ts'

/** Element types the KV cache can have. */
export const cacheTypes = ['f32', 'f16', 'bf16', 'q8_0', 'q5_1', 'q5_0', 'q4_1', 'q4_0', 'iq4_nl'] as const
export type CacheType = (typeof cacheTypes)[number]

export const backends = ['cuda', 'metal', 'vulkan', 'rocm', 'sycl', 'cpu'] as const
export type Backend = (typeof backends)[number]

/** llama.cpp's settings that decide memory and speed, named as in its documentation; Ollama and LM Studio run it too. */
export interface EngineSettings {
  readonly name: LlamaEngineName
  /** `-c`, for all sequences together; `auto` is llama.cpp's own rule: the trained context, reduced to what fits, not below 4096. */
  readonly contextTokens: number | 'auto'
  /** `-ub`: tokens computed at once. */
  readonly ubatch: number
  /** `-np`: sequences served at the same time. */
  readonly parallel: number
  /** `--kv-unified`: one cache shared by the sequences. */
  readonly kvUnified: boolean
  /** `-ctk` and `-ctv`. */
  readonly cacheType: CacheType
  /** `-fa`. */
  readonly flashAttention: boolean
  /** `--swa-full`: sliding-window layers keep the whole context. */
  readonly swaFull: boolean
  /** `-ngl`: blocks on the GPU, counted from the end; one more than the blocks includes the output layer. */
  readonly gpuLayers: number | 'auto'
  /** `--n-cpu-moe`: the first n layers keep their experts in RAM; `all` is `--cpu-moe`. */
  readonly cpuMoeLayers: number | 'all' | 'auto'
  /** Absent: the usual one of the device. */
  readonly backend?: Backend
}

/** Settings after planning: every `auto` replaced by the number that is used. */
export type ResolvedSettings = Omit<EngineSettings, 'contextTokens' | 'gpuLayers' | 'cpuMoeLayers'> & {
  readonly contextTokens: number
  readonly gpuLayers: number
  readonly cpuMoeLayers: number
  /** `--tensor-split`: layers per GPU, the output layer counted; absent where llama.cpp's default split does. */
  readonly tensorSplit?: readonly number[]
}

/** llama.cpp's own defaults (common/common.h); flash attention `auto` resolves to on where the backend has it. */
export const engineDefaults: EngineSettings = {
  name: 'llama.cpp',
  contextTokens: 'auto',
  ubatch: 512,
  parallel: 1,
  kvUnified: false,
  cacheType: 'f16',
  flashAttention: true,
  swaFull: false,
  gpuLayers: 'auto',
  cpuMoeLayers: 'auto'
}
