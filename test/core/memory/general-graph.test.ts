import { describe, expect, it } from 'vitest'
import { allocationFor, computeBytes } from '../../../src/core/memory/graph/compute-buffers.ts'
import { sortWeights } from '../../../src/core/memory/graph/sorted-weights.ts'
import type { Architecture } from '../../../src/core/model/architecture.ts'
import { tensorTable } from '../../../src/core/model/tensor-table.ts'
import type { Tensor } from '../../../src/core/model/tensor.ts'

const llama: Architecture = {
  gguf: 'llama',
  hiddenSize: 256,
  layers: 4,
  feedForward: 384,
  vocabSize: 2048,
  tiedEmbeddings: false,
  attention: { heads: 2, kvHeads: 2, headDim: 128 }
}
const placement = { gpus: 1, ranges: [{ from: 0, to: 4 }], output: 0, ramExperts: 0, pipeline: false }
const flags = { flashAttention: true, quantisedCache: false, wideCache: false }
const settings = {
  contextTokens: 4096,
  ubatch: 512,
  parallel: 1,
  kvUnified: false,
  cacheType: 'f16',
  flashAttention: true,
  swaFull: false
} as const

const planOf = (architecture: Architecture, tensors: readonly Tensor[]) =>
  allocationFor(architecture, sortWeights(architecture, tensors), placement, flags)

describe('graphs of models of unknown make', () => {
  const table = tensorTable(llama)
  const renamed = table.map((tensor) => ({
    ...tensor,
    name: tensor.name.replace('attn_output', 'attn_other')
  }))

  it('says that a known architecture is exact', () => {
    expect(planOf(llama, table).exact).toBe(true)
  })

  it('says that an unknown architecture with known tensors is modelled, at the same size', () => {
    const other = { ...llama, gguf: 'of-tomorrow' }
    expect(planOf(other, table).exact).toBe(false)
    expect(computeBytes(other, table, placement, settings)).toEqual(
      computeBytes(llama, table, placement, settings)
    )
  })

  it('builds blocks that lack a weight by general rules, in the same order of size', () => {
    expect(planOf(llama, renamed).exact).toBe(false)
    const [gpu = 0] = computeBytes(llama, table, placement, settings)
    const [general = 0] = computeBytes(llama, renamed, placement, settings)
    expect(general).toBeGreaterThan(gpu / 2)
    expect(general).toBeLessThan(2 * gpu)
  })

  it('gives a number for blocks of nothing at all', () => {
    const recurrent: Architecture = { ...llama, gguf: null, layerPattern: ['mamba1'] }
    const outside = table.filter(({ layer }) => layer === null)
    for (const bytes of computeBytes(recurrent, outside, placement, settings))
      expect(bytes).toBeGreaterThan(0)
  })
})
