import { type FieldRules, flag, fraction, whole, word } from './field-rules.ts'
import type { ServerEngineName } from './names.ts'

/** `maxModelLen`: what the model documents, the longest that fits, or a number of tokens. */
export type ContextChoice = number | 'model' | 'auto'

export const vllmCacheTypes = [
  'auto',
  'bfloat16',
  'float16',
  'fp8',
  'fp8_e4m3',
  'fp8_e5m2',
  'fp8_ds_mla',
  'fp8_per_token_head',
  'int8_per_token_head',
  'nvfp4'
] as const
export type VllmCacheType = (typeof vllmCacheTypes)[number]

export const stateTypes = ['auto', 'float32', 'float16', 'bfloat16'] as const
export type StateType = (typeof stateTypes)[number]

/** vLLM's arguments that decide memory, in camel case. docs.vllm.ai, engine arguments. */
export interface VllmSettings {
  readonly name: 'vllm'
  readonly maxModelLen: ContextChoice
  /** Share of all memory of each GPU; `auto`: the release's default. */
  readonly gpuMemoryUtilization: number | 'auto'
  readonly tensorParallel: number
  readonly pipelineParallel: number
  /** `auto`: by the size of the GPU. */
  readonly maxNumSeqs: number | 'auto'
  readonly maxNumBatchedTokens: number | 'auto'
  readonly kvCacheDtype: VllmCacheType
  readonly blockSize: number | 'auto'
  /** No CUDA graphs. */
  readonly enforceEager: boolean
  readonly prefixCaching: boolean
  /** False: `--disable-hybrid-kv-cache-manager`. */
  readonly hybridKvCache: boolean
  readonly mambaSsmCacheDtype: StateType
  /** Tokens drafted by the model's own multi-token prediction. */
  readonly speculativeTokens: number
  readonly kvCacheMemoryBytes: number | 'auto'
  readonly numGpuBlocksOverride: number | 'auto'
  /** Leave out the towers that see or hear. */
  readonly languageModelOnly: boolean
  /** Some rules changed between releases. */
  readonly version: string
  /** Requests that are to be held at once, each of full length. */
  readonly parallel: number
}

export const sglangCacheTypes = ['auto', 'bf16', 'fp8_e5m2', 'fp8_e4m3', 'fp4_e2m1'] as const

/** SGLang's arguments that decide memory. docs.sglang.io, server arguments. */
export interface SglangSettings {
  readonly name: 'sglang'
  readonly contextLength: ContextChoice
  readonly memFractionStatic: number | 'auto'
  readonly tensorParallel: number
  readonly pipelineParallel: number
  readonly chunkedPrefillSize: number | 'auto'
  readonly cudaGraphMaxBs: number | 'auto'
  readonly disableCudaGraph: boolean
  /** False in releases without graphs for prefill. */
  readonly prefillGraphs: boolean
  readonly kvCacheDtype: (typeof sglangCacheTypes)[number]
  readonly pageSize: number
  readonly maxTotalTokens: number | 'auto'
  /** Pool of sliding-window layers as a share of the full pool. */
  readonly swaFullTokensRatio: number
  readonly disableHybridSwaMemory: boolean
  readonly languageModelOnly: boolean
  readonly parallel: number
}

export const mlxKvBits = ['none', '2', '3', '4', '6', '8'] as const

/** mlx_lm's arguments that decide memory; `contextTokens` is prompt and answer together. */
export interface MlxSettings {
  readonly name: 'mlx'
  readonly contextTokens: ContextChoice
  /** `none`: 16 bits. */
  readonly kvBits: (typeof mlxKvBits)[number]
  readonly kvGroupSize: number
  /** `--max-kv-size`: the cache rotates beyond it. */
  readonly maxKvSize: number | 'none'
  readonly prefillStepSize: number
  readonly parallel: number
}

export type ServerSettings = VllmSettings | SglangSettings | MlxSettings

/** 2^24: the longest context any setting takes, as for llama.cpp. */
const tokens = whole(1, 2 ** 24, 'model', 'auto')
const ranks = whole(1, 64)
const requests = whole(1, 65_536)

/** What each engine's settings may be. `contextTokens` is every engine's common word for its own. */
export const serverRules: Readonly<Record<ServerEngineName, FieldRules>> = {
  vllm: {
    maxModelLen: tokens,
    gpuMemoryUtilization: fraction('auto'),
    tensorParallel: ranks,
    pipelineParallel: ranks,
    maxNumSeqs: whole(1, 65_536, 'auto'),
    maxNumBatchedTokens: whole(1, 2 ** 20, 'auto'),
    kvCacheDtype: word(...vllmCacheTypes),
    blockSize: whole(1, 65_536, 'auto'),
    enforceEager: flag,
    prefixCaching: flag,
    hybridKvCache: flag,
    mambaSsmCacheDtype: word(...stateTypes),
    speculativeTokens: whole(0, 64),
    kvCacheMemoryBytes: whole(1, 2 ** 50, 'auto'),
    numGpuBlocksOverride: whole(1, 2 ** 31, 'auto'),
    languageModelOnly: flag,
    version: { kind: 'version' },
    parallel: requests
  },
  sglang: {
    contextLength: tokens,
    memFractionStatic: fraction('auto'),
    tensorParallel: ranks,
    pipelineParallel: ranks,
    chunkedPrefillSize: whole(1, 2 ** 20, 'auto'),
    cudaGraphMaxBs: whole(1, 65_536, 'auto'),
    disableCudaGraph: flag,
    prefillGraphs: flag,
    kvCacheDtype: word(...sglangCacheTypes),
    pageSize: whole(1, 65_536),
    maxTotalTokens: whole(1, 2 ** 40, 'auto'),
    swaFullTokensRatio: fraction(),
    disableHybridSwaMemory: flag,
    languageModelOnly: flag,
    parallel: requests
  },
  mlx: {
    contextTokens: tokens,
    kvBits: word(...mlxKvBits),
    kvGroupSize: { kind: 'whole', from: 32, to: 128, words: [] },
    maxKvSize: whole(1, 2 ** 24, 'none'),
    prefillStepSize: whole(1, 2 ** 20),
    parallel: whole(1, 1024)
  }
}

/** The engines' own defaults. */
export const serverDefaults: {
  readonly vllm: VllmSettings
  readonly sglang: SglangSettings
  readonly mlx: MlxSettings
} = {
  vllm: {
    name: 'vllm',
    maxModelLen: 'model',
    gpuMemoryUtilization: 'auto',
    tensorParallel: 1,
    pipelineParallel: 1,
    maxNumSeqs: 'auto',
    maxNumBatchedTokens: 'auto',
    kvCacheDtype: 'auto',
    blockSize: 'auto',
    enforceEager: false,
    prefixCaching: true,
    hybridKvCache: true,
    mambaSsmCacheDtype: 'auto',
    speculativeTokens: 0,
    kvCacheMemoryBytes: 'auto',
    numGpuBlocksOverride: 'auto',
    languageModelOnly: false,
    version: 'newest',
    parallel: 1
  },
  sglang: {
    name: 'sglang',
    contextLength: 'model',
    memFractionStatic: 'auto',
    tensorParallel: 1,
    pipelineParallel: 1,
    chunkedPrefillSize: 'auto',
    cudaGraphMaxBs: 'auto',
    disableCudaGraph: false,
    prefillGraphs: true,
    kvCacheDtype: 'auto',
    pageSize: 1,
    maxTotalTokens: 'auto',
    swaFullTokensRatio: 0.8,
    disableHybridSwaMemory: false,
    languageModelOnly: false,
    parallel: 1
  },
  mlx: {
    name: 'mlx',
    contextTokens: 'model',
    kvBits: 'none',
    kvGroupSize: 64,
    maxKvSize: 'none',
    prefillStepSize: 2048,
    parallel: 1
  }
}
