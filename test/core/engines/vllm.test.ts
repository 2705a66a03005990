import { describe, expect, test } from 'vitest'
import { findModel } from '../../../src/catalog/find-model.ts'
import { serverDefaults, type VllmSettings } from '../../../src/core/engine/server-settings.ts'
import { pipelineStages } from '../../../src/core/engines/shared/rank-weights.ts'
import { cacheGroups, type CacheGroups } from '../../../src/core/engines/vllm/cache-groups.ts'
import { cacheSpecs, type LayerSpec, stateSize } from '../../../src/core/engines/vllm/cache-spec.ts'
import {
  blockBytes,
  blocksPerRequest,
  capacityOf,
  longestRequest,
  type RequestShape
} from '../../../src/core/engines/vllm/capacity.ts'
import type { Architecture } from '../../../src/core/model/architecture.ts'

/** What vLLM printed, and how it was started: each vector with where the log is. */
const gib = 2 ** 30

function architectureOf(name: string): Architecture {
  const found = findModel(name)
  if (!found.ok || !found.value.architecture) throw new Error(`no architecture of ${name}`)
  return found.value.architecture
}

interface Reproduced {
  readonly layers: readonly LayerSpec[]
  readonly cache: CacheGroups
  readonly bytes: number
  readonly request: RequestShape
}

function reproduce(
  name: string,
  changes: Partial<VllmSettings>,
  request: Pick<RequestShape, 'maxModelLen'> & Partial<RequestShape>
): Reproduced {
  const architecture = architectureOf(name)
  const settings: VllmSettings = { ...serverDefaults.vllm, ...changes }
  const layers = cacheSpecs(architecture, settings)
  const cache = cacheGroups(layers)
  if (!cache.ok) throw new Error(cache.error)
  return {
    layers,
    cache: cache.value,
    bytes: blockBytes(cache.value, layers, { from: 0, to: architecture.layers }, architecture.layers),
    request: {
      maxNumBatchedTokens: 2048,
      prefixCaching: true,
      speculativeTokens: settings.speculativeTokens,
      ...request
    }
  }
}

const attentionBlocks = ({ cache }: Reproduced): number[] =>
  cache.groups.flatMap(({ spec }) => (spec.kind === 'state' ? [] : [spec.block]))

describe('the exact vectors: capacity lines that vLLM printed', () => {
  test('V1: Mistral Small 3.2 24B, H100, blocks of 128 (vLLM Empirical Memory Profiling Results, v0.11)', () => {
    const run = reproduce('mistral-small-3.2-24b-instruct-2506', { blockSize: 128 }, { maxModelLen: 16_000 })
    expect(run.bytes).toBe(20 * 2 ** 20)
    // Printed 28.20 GiB: the blocks lie between that figure's roundings.
    const blocks = 1444
    expect(blocks * run.bytes).toBeGreaterThan(28.19 * gib)
    expect(blocks * run.bytes).toBeLessThan(28.205 * gib)
    const capacity = capacityOf(run.cache, blocks, run.request)
    expect(blocksPerRequest(run.cache, run.request)).toBe(125)
    expect(capacity.maxConcurrency.toFixed(2)).toBe('11.55')
    expect(capacity.tokensBefore20).toBe(184_832)
  })

  test('V2: Qwen3.6-27B, 2 x RTX 3090, TP 2, fp8 cache (noonghunna/club-3090 issue 104)', () => {
    const run = reproduce(
      'qwen3.6-27b',
      { tensorParallel: 2, kvCacheDtype: 'fp8_e5m2' },
      { maxModelLen: 262_144 }
    )
    const settings: VllmSettings = { ...serverDefaults.vllm, tensorParallel: 2 }
    expect(stateSize(architectureOf('qwen3.6-27b'), settings)).toBe(1_603_584)
    expect(attentionBlocks(run)).toEqual([1568])
    expect(run.cache.groups.map(({ layers }) => layers.length)).toEqual([16, 16, 16, 16])
    expect(Math.floor((9.84 * gib) / run.bytes)).toBe(411)
    expect(blocksPerRequest(run.cache, run.request)).toBe(168 + 3 * 2)
    const capacity = capacityOf(run.cache, 411, run.request)
    expect(capacity.tokens).toBe(619_202)
    expect(capacity.maxConcurrency.toFixed(2)).toBe('2.36')
  })

  test.each([
    [425, 622_408],
    [424, 620_944]
  ])('V3: the same with 3 drafted tokens, %i blocks (club-3090 issues 294 and 295)', (blocks, tokens) => {
    const run = reproduce(
      'qwen3.6-27b',
      { tensorParallel: 2, kvCacheDtype: 'fp8_e5m2', speculativeTokens: 3 },
      { maxModelLen: 262_144 }
    )
    expect(attentionBlocks(run)).toEqual([1600])
    expect(Math.max(...run.cache.groups.map(({ layers }) => layers.length))).toBe(17)
    expect(run.cache.padding).toBe(3)
    expect(blocksPerRequest(run.cache, run.request)).toBe(164 + 3 * 5)
    const capacity = capacityOf(run.cache, blocks, run.request)
    expect(capacity.tokens).toBe(tokens)
    expect(capacity.maxConcurrency.toFixed(2)).toBe('2.37')
  })

  test('V4: Qwen3.6-35B-A3B, RTX 5090, fp8 cache, v0.24 (club-3090 issue 612)', () => {
    const run = reproduce(
      'qwen3.6-35b-a3b',
      { kvCacheDtype: 'fp8' },
      { maxModelLen: 131_072, maxNumBatchedTokens: 8192 }
    )
    expect(attentionBlocks(run)).toEqual([2096])
    expect(Math.floor((5.98 * gib) / run.bytes)).toBe(299)
    expect(blocksPerRequest(run.cache, run.request)).toBe(63 + 3 * 2)
    const capacity = capacityOf(run.cache, 299, run.request)
    expect(capacity.tokens).toBe(567_978)
    expect(capacity.maxConcurrency.toFixed(2)).toBe('4.33')
  })

  test('V5: Qwen3.8-27B, A6000, fp8 cache: block 1568, padding 0.13 % (club-3090 issue 1047)', () => {
    const run = reproduce('qwen3.8-27b', { kvCacheDtype: 'fp8' }, { maxModelLen: 262_144 })
    expect(attentionBlocks(run)).toEqual([1568])
    const state = run.cache.groups.find(({ spec }) => spec.kind === 'state')?.spec
    if (state?.kind !== 'state') throw new Error('no state')
    expect(state.stateBytes).toBe(3_207_168)
    expect((((state.pageBytes - state.stateBytes) / state.stateBytes) * 100).toFixed(2)).toBe('0.13')
  })

  test('V9: Qwen3-Coder-30B-A3B, PP 2: 24.0 GiB are needed for 262,144 tokens (vllm issue 34076)', () => {
    const run = reproduce('qwen3-coder-30b-a3b-instruct', {}, { maxModelLen: 262_144 })
    // The error speaks of the whole model, not of one stage.
    expect(blocksPerRequest(run.cache, run.request) * run.bytes).toBe(24 * gib)
    const halves = pipelineStages(48, 2).map((stage) => blockBytes(run.cache, run.layers, stage, 48))
    expect(halves).toEqual([run.bytes / 2, run.bytes / 2])
  })

  test('V11: Gemma 4 26B-A4B, GB10, fp8 cache, batches of 16,384: sliding windows', () => {
    const run = reproduce(
      'gemma-4-26b-a4b-it',
      { kvCacheDtype: 'fp8' },
      { maxModelLen: 262_144, maxNumBatchedTokens: 16_384 }
    )
    expect(run.cache.pageBytes).toBe(65_536)
    expect(run.cache.groups.map(({ layers }) => layers.length)).toEqual([5, 5, 5, 5, 5, 5])
    expect([...attentionBlocks(run)].sort((a, b) => b - a)).toEqual([32, 16, 16, 16, 16, 16])
    expect(blocksPerRequest(run.cache, run.request)).toBe(8192 + 5 * 1089)
    const blocks = 108_843
    expect((blocks * run.bytes) / gib).toBeCloseTo(33.22, 2)
    const capacity = capacityOf(run.cache, blocks, run.request)
    expect(capacity.maxConcurrency.toFixed(2)).toBe('7.98')
    expect(capacity.tokens).toBe(2_092_288)
  })
})

describe('further lines, of which not every setting is known', () => {
  test('V6: Llama 3.1 70B, 2,048 tokens: 1381 blocks hold 10.79 requests (vllm pull 12569)', () => {
    const run = reproduce('llama-3.1-70b-instruct', {}, { maxModelLen: 2048 })
    expect(capacityOf(run.cache, 1381, run.request).maxConcurrency.toFixed(2)).toBe('10.79')
  })

  test('V7: Llama 3.1 8B in 3.81 GiB: 1952 blocks, 1.56 requests of 20,000 tokens (vllm issue 10517)', () => {
    const run = reproduce('llama-3.1-8b-instruct', {}, { maxModelLen: 20_000 })
    expect(((1952 * run.bytes) / gib).toFixed(2)).toBe('3.81')
    expect(capacityOf(run.cache, 1952, run.request).maxConcurrency.toFixed(2)).toBe('1.56')
  })

  test('V8: Qwen3-235B-A22B, TP 4, 8.11 GiB: within 1.2 % of 178,880 tokens (vllm issue 21348)', () => {
    const run = reproduce('qwen3-235b-a22b', { tensorParallel: 4 }, { maxModelLen: 40_960 })
    const { tokensBefore20 } = capacityOf(run.cache, Math.floor((8.11 * gib) / run.bytes), run.request)
    // The printed figure is the least of four ranks, the memory that of one.
    expect(Math.abs(tokensBefore20 / 178_880 - 1)).toBeLessThan(0.012)
  })
})

describe('rules beside the vectors', () => {
  test('MLA keeps 1,152 B a token and layer in 16 bits, the same on every rank', () => {
    for (const tensorParallel of [1, 8]) {
      const run = reproduce('deepseek-v3', { tensorParallel, blockSize: 1 }, { maxModelLen: 4096 })
      expect(run.bytes).toBe(61 * 1152)
    }
  })

  test('sparse attention keeps 656 B of latent and 132 B of indexer key', () => {
    const run = reproduce('deepseek-v3.2', { blockSize: 1 }, { maxModelLen: 4096 })
    expect(run.bytes).toBe(61 * (656 + 132))
  })

  test('fewer key-value heads than ranks are replicated', () => {
    const at = (tensorParallel: number): number =>
      reproduce('qwen3-235b-a22b', { tensorParallel }, { maxModelLen: 4096 }).bytes
    expect(at(2)).toBe(at(1) / 2)
    expect(at(4)).toBe(at(8))
  })

  test('without the hybrid manager windows are kept whole', () => {
    const request = { maxModelLen: 131_072 }
    const hybrid = reproduce('gpt-oss-20b', {}, request)
    const whole = reproduce('gpt-oss-20b', { hybridKvCache: false }, request)
    expect(whole.cache.groups).toHaveLength(1)
    const bytes = (run: Reproduced): number => blocksPerRequest(run.cache, run.request) * run.bytes
    expect(bytes(whole)).toBeGreaterThan(1.9 * bytes(hybrid))
  })

  test('a kind that is nearly as common as the rarest is not cut: 12 + 13 layers make groups of 13', () => {
    const layers = [
      ...Array.from({ length: 13 }, (_, layer) => ({
        layer,
        spec: { kind: 'full', block: 16, bytesPerToken: 2048, what: '' } as const
      })),
      ...Array.from({ length: 12 }, (_, layer) => ({
        layer: layer + 13,
        spec: { kind: 'sliding', block: 16, bytesPerToken: 2048, window: 128, what: '' } as const
      }))
    ]
    const cache = cacheGroups(layers)
    expect(cache).toMatchObject({ ok: true, value: { padding: 1 } })
    expect(cache.ok && cache.value.groups.map((group) => group.layers.length)).toEqual([13, 12])
  })

  test('pages that cannot be made equal are refused', () => {
    const spec = (kind: 'full' | 'sliding', bytesPerToken: number) =>
      kind === 'full'
        ? ({ kind, block: 16, bytesPerToken, what: '' } as const)
        : ({ kind, block: 16, bytesPerToken, window: 128, what: '' } as const)
    const cache = cacheGroups([
      { layer: 0, spec: spec('full', 3072) },
      { layer: 1, spec: spec('sliding', 2048) }
    ])
    expect(cache).toMatchObject({ ok: false })
  })

  test('the longest request that fits is the last that fits', () => {
    const run = reproduce('gemma-4-26b-a4b-it', {}, { maxModelLen: 262_144 })
    const longest = longestRequest(run.cache, 5000, run.request, 262_144)
    if (longest === null) throw new Error('nothing fits')
    const needed = (maxModelLen: number): number =>
      blocksPerRequest(run.cache, { ...run.request, maxModelLen })
    expect(needed(longest)).toBeLessThanOrEqual(5000)
    expect(needed(longest + 1)).toBeGreaterThan(5000)
  })

  test('stages hold every layer once', () => {
    expect(pipelineStages(10, 4).map(({ from, to }) => to - from)).toEqual([2, 3, 3, 2])
    expect(pipelineStages(61, 1)).toEqual([{ from: 0, to: 61 }])
    expect(pipelineStages(7, 2).map(({ from, to }) => to - from)).toEqual([4, 3])
  })
})
