import { expect, test } from 'vitest'
import type { CacheSettings } from '../../../src/core/memory/cache-cells.ts'
import { contextByLayer } from '../../../src/core/memory/context.ts'
import { computeBuffers } from '../../../src/core/memory/graph/compute-buffers.ts'
import type { Architecture, LayerKind } from '../../../src/core/model/architecture.ts'

const kinds: readonly LayerKind[] = Array.from({ length: 43 }, (_, layer) =>
  layer < 2 ? 'swa' : layer % 2 === 0 ? 'csa' : 'hca'
)

/** DeepSeek V4 Flash, by its config.json. */
const flash: Architecture = {
  gguf: 'deepseek4',
  hiddenSize: 4096,
  layers: 43,
  feedForward: null,
  vocabSize: 129_280,
  tiedEmbeddings: false,
  attention: {
    heads: 64,
    kvHeads: 1,
    headDim: 512,
    window: 128,
    indexer: {
      heads: 64,
      headDim: 128,
      topK: 512,
      layers: kinds.flatMap((kind, layer) => (kind === 'csa' ? [layer] : []))
    },
    compressed: {
      qLoraRank: 1024,
      oGroups: 8,
      oLoraRank: 1024,
      qkRopeHeadDim: 64,
      csaRatio: 4,
      hcaRatio: 128,
      hashLayers: 3,
      hyperConnections: 4
    }
  },
  layerPattern: kinds,
  experts: { count: 256, perToken: 6, shared: 1, width: 2048, firstDense: 0, every: 1 }
}

const usual = {
  contextTokens: 4096,
  ubatch: 512,
  parallel: 1,
  kvUnified: false,
  cacheType: 'f16',
  flashAttention: true,
  swaFull: false
} as const

// llama.cpp v0.5.0 on the header of a model of these dimensions, loaded with no_alloc on one GPU.
const rows: readonly (readonly [Partial<CacheSettings>, number, number, readonly number[]])[] = [
  [{}, 0, 78_790_656, [306_716_672, 20_020_128]],
  [{ contextTokens: 32_768, parallel: 4, cacheType: 'q8_0' }, 43, 248_807_424, [306_722_816, 100_765_664]],
  [
    { contextTokens: 8192, parallel: 2, kvUnified: true, flashAttention: false },
    0,
    212_631_552,
    [642_876_000, 25_264_736]
  ]
]

test.each(rows)(
  'DeepSeek V4 Flash with %o: context to the byte, compute',
  (change, ramExperts, context, compute) => {
    const settings: CacheSettings = { ...usual, ...change }
    expect(contextByLayer(flash, settings).reduce((sum, each) => sum + each, 0)).toBe(context)
    const ranges = [{ from: 0, to: 43 }]
    const placement = { gpus: 1, ranges, output: 0, ramExperts, pipeline: false }
    const { bytes, exact } = computeBuffers(flash, settings, placement)
    expect(exact).toBe(true)
    bytes.forEach((each, device) => {
      // 40 of 43 layers are built as ten.
      expect(Math.abs(each - (compute[device] ?? 0)) / each).toBeLessThan(0.0001)
    })
  }
)
