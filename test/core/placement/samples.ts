import { engineDefaults } from '../../../src/core/engine/settings.ts'
import type { EngineSettings, ResolvedSettings } from '../../../src/core/engine/settings.ts'
import type { WeightProfile } from '../../../src/core/memory/weight-profile.ts'
import type { Architecture } from '../../../src/core/model/architecture.ts'
import type { GpuRoom, MemoryRoom } from '../../../src/core/placement/room.ts'
import { type Bytes, bytes, gib, mib, sumBytes } from '../../../src/core/quantity.ts'

/** Dimensions from the models' own config.json. */
export const qwen3Moe: Architecture = {
  gguf: 'qwen3moe',
  hiddenSize: 2048,
  layers: 48,
  feedForward: 6144,
  vocabSize: 151936,
  tiedEmbeddings: false,
  attention: { heads: 32, kvHeads: 4, headDim: 128, qkNorm: 'head' },
  experts: { count: 128, perToken: 8, shared: 0, width: 768, firstDense: 0, every: 1 }
}

export const llama8b: Architecture = {
  gguf: 'llama',
  hiddenSize: 4096,
  layers: 32,
  feedForward: 14336,
  vocabSize: 128256,
  tiedEmbeddings: false,
  attention: { heads: 32, kvHeads: 8, headDim: 128 }
}

export const gemma1b: Architecture = {
  gguf: 'gemma3',
  hiddenSize: 1152,
  layers: 26,
  feedForward: 6912,
  vocabSize: 262144,
  tiedEmbeddings: true,
  attention: { heads: 4, kvHeads: 1, headDim: 256, window: 512, qkNorm: 'head' },
  layerPattern: ['sliding', 'sliding', 'sliding', 'sliding', 'sliding', 'full']
}

export const deepseekR1: Architecture = {
  gguf: 'deepseek2',
  hiddenSize: 7168,
  layers: 61,
  feedForward: 18432,
  vocabSize: 129280,
  tiedEmbeddings: false,
  attention: {
    heads: 128,
    kvHeads: 128,
    headDim: 192,
    latent: { qLoraRank: 1536, kvLoraRank: 512, qkRopeHeadDim: 64, qkNopeHeadDim: 128, vHeadDim: 128 }
  },
  experts: { count: 256, perToken: 8, shared: 1, width: 2048, firstDense: 3, every: 1, denseWidth: 18432 }
}

export const graniteHybrid: Architecture = {
  gguf: 'granitehybrid',
  hiddenSize: 1536,
  layers: 40,
  feedForward: null,
  vocabSize: 100352,
  tiedEmbeddings: true,
  attention: { heads: 12, kvHeads: 4, headDim: 128 },
  layerPattern: Array.from({ length: 40 }, (_, layer) => (layer % 10 === 5 ? 'full' : 'mamba2')),
  recurrent: { type: 'mamba2', stateElements: 393216, convElements: 9984 },
  experts: { count: 64, perToken: 6, shared: 1, width: 512, firstDense: 0, every: 1, sharedWidth: 1024 }
}

export const llama4Scout: Architecture = {
  gguf: 'llama4',
  hiddenSize: 5120,
  layers: 48,
  feedForward: 16384,
  vocabSize: 202048,
  tiedEmbeddings: false,
  attention: { heads: 40, kvHeads: 8, headDim: 128, chunk: 8192 },
  layerPattern: ['chunked', 'chunked', 'chunked', 'full'],
  experts: { count: 16, perToken: 1, shared: 1, width: 8192, firstDense: 0, every: 1 }
}

export const gemma4: Architecture = {
  gguf: 'gemma4',
  hiddenSize: 5376,
  layers: 60,
  feedForward: 21504,
  vocabSize: 262144,
  tiedEmbeddings: true,
  attention: {
    heads: 32,
    kvHeads: 16,
    headDim: 256,
    window: 1024,
    overrides: { full: { headDim: 512, kvHeads: 4, keysAreValues: true } }
  },
  layerPattern: ['sliding', 'sliding', 'sliding', 'sliding', 'sliding', 'full']
}

/** Gemma 3n E2B: the last 10 of 30 layers reuse earlier caches. */
export const gemma3n: Architecture = {
  gguf: 'gemma3n',
  hiddenSize: 2048,
  layers: 30,
  feedForward: 8192,
  vocabSize: 262400,
  tiedEmbeddings: true,
  attention: { heads: 8, kvHeads: 2, headDim: 256, window: 512, sharedKvLayers: 10 },
  layerPattern: ['sliding', 'sliding', 'sliding', 'sliding', 'full']
}

/** A profile made by hand: every block alike. */
export function profileLike(shape: {
  readonly blocks: number
  readonly dense: Bytes
  readonly experts?: Bytes
  readonly input: Bytes
  readonly output: Bytes
  readonly tied?: boolean
}): WeightProfile {
  const experts = shape.experts ?? bytes(0)
  const layer = {
    denseBytes: shape.dense,
    expertBytes: experts,
    activeBytes: bytes(shape.dense + experts / 16)
  }
  const inBlocks = shape.blocks * (shape.dense + experts)
  return {
    fileType: 'Q4_K_M',
    totalBytes: bytes(inBlocks + shape.input + (shape.tied ? 0 : shape.output)),
    inputBytes: shape.input,
    outputBytes: shape.output,
    headBytes: shape.output,
    ...(shape.tied && { outputOnHostBytes: bytes(0) }),
    layers: Array.from({ length: shape.blocks }, () => layer),
    parameters: { total: 1, active: 1 },
    bytesByType: {}
  }
}

/** About the sizes of Llama 3.1 8B Q4_K_M: 4.6 GiB. */
export const llamaProfile = profileLike({ blocks: 32, dense: mib(125), input: mib(281), output: mib(411) })
/** About the sizes of Qwen3 30B-A3B Q4_K_M: 17.3 GiB, most of it experts. */
export const qwenProfile = profileLike({
  blocks: 48,
  dense: mib(12),
  experts: mib(345),
  input: mib(167),
  output: mib(243)
})

export const settings = (change: Partial<ResolvedSettings> = {}): ResolvedSettings => ({
  ...engineDefaults,
  contextTokens: 8192,
  gpuLayers: 999,
  cpuMoeLayers: 0,
  ...change
})

export const engine = (change: Partial<EngineSettings> = {}): EngineSettings => ({
  ...engineDefaults,
  contextTokens: 8192,
  ...change
})

const noRuntime = { kind: 'runtime', bytes: bytes(0), why: 'none in this test', certainty: 'exact' } as const

export const gpu = (line: Bytes, change: Partial<GpuRoom> = {}): GpuRoom => ({
  id: 'gpu0',
  name: 'GPU',
  line,
  share: line,
  runtime: noRuntime,
  sharesHostMemory: false,
  ...change
})

export const room = (gpus: readonly GpuRoom[], ram: Bytes): MemoryRoom => ({
  gpus,
  host: { line: ram, runtime: noRuntime },
  notes: []
})

export const inMib = (size: number): string => `${(size / 2 ** 20).toFixed(2)} MiB`
export const total = (parts: readonly Bytes[]): Bytes => sumBytes(parts)
export { gib, mib }
