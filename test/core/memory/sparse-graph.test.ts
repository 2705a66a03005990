import { describe, expect, it } from 'vitest'
import type { CacheSettings } from '../../../src/core/memory/cache-cells.ts'
import { computeBytes } from '../../../src/core/memory/graph/compute-buffers.ts'
import type { Architecture } from '../../../src/core/model/architecture.ts'
import type { Tensor } from '../../../src/core/model/tensor.ts'

/** `name shape blocks`, one a line; blocks absent outside the stack. */
const tensorsOf = (table: string): Tensor[] =>
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [name = '', shape = '', blocks] = line.trim().split(' ')
      const dimensions = shape.split('x').map(Number) as [number, ...number[]]
      const tensor = (layer: number | null): Tensor => ({
        name: layer === null ? `${name}.weight` : `blk.${String(layer)}.${name}`,
        shape: dimensions,
        layer,
        role: 'block'
      })
      return blocks === undefined ? [tensor(null)] : blocks.split(',').map((layer) => tensor(Number(layer)))
    })

const usual = {
  contextTokens: 4096,
  ubatch: 512,
  parallel: 1,
  kvUnified: false,
  cacheType: 'f16',
  flashAttention: true,
  swaFull: false
} as CacheSettings

/** Bytes of the GPU's and the host's compute buffer with the whole model on one GPU. */
const onOneGpu = (architecture: Architecture, tensors: Tensor[], settings: Partial<CacheSettings> = {}) =>
  computeBytes(
    architecture,
    tensors,
    { gpus: 1, ranges: [{ from: 0, to: architecture.layers }], output: 0, ramExperts: 0, pipeline: false },
    { ...usual, ...settings }
  )

const plain = {
  hiddenSize: 256,
  layers: 2,
  feedForward: 384,
  tiedEmbeddings: false,
  layerPattern: ['full'],
  details: {}
} as const

// Small models of the real makes; the bytes are what llama.cpp v0.5.0 reserves for them.
describe('graphs of sparse attention', () => {
  it('has a mask for every key head where blocks of cells are chosen (MiniMax-M3)', () => {
    const architecture: Architecture = {
      ...plain,
      gguf: 'minimax-m3',
      vocabSize: 128,
      attention: {
        heads: 2,
        kvHeads: 2,
        headDim: 128,
        indexer: { heads: 2, headDim: 128, topK: 131072, blockSize: 4 },
        qkNorm: 'head'
      },
      experts: { count: 2, perToken: 2, shared: 1, width: 384, firstDense: 1, every: 1 }
    }
    const tensors = tensorsOf(`
      token_embd 256x128
      output_norm 256
      output 256x128
      attn_norm.weight 256 0,1
      attn_q_norm.weight 128 0,1
      attn_k_norm.weight 128 0,1
      attn_q.weight 256x256 0,1
      attn_k.weight 256x256 0,1
      attn_v.weight 256x256 0,1
      attn_output.weight 256x256 0,1
      ffn_norm.weight 256 0,1
      ffn_gate.weight 256x384 0
      ffn_down.weight 384x256 0
      ffn_up.weight 256x384 0
      ffn_gate_inp.weight 256x2 1
      ffn_gate_exps.weight 256x384x2 1
      ffn_down_exps.weight 384x256x2 1
      ffn_up_exps.weight 256x384x2 1
      ffn_gate_shexp.weight 256x384 1
      ffn_down_shexp.weight 384x256 1
      ffn_up_shexp.weight 256x384 1
      exp_probs_b.bias 2 1
      indexer.q_proj.weight 256x256 1
      indexer.k_proj.weight 256x128 1
      indexer.q_norm.weight 128 1
      indexer.k_norm.weight 128 1`)
    expect(onOneGpu(architecture, tensors)).toEqual([40535040, 5934080])
    expect(onOneGpu(architecture, tensors, { contextTokens: 16384 })).toEqual([153830400, 18566144])
    expect(onOneGpu(architecture, tensors, { flashAttention: false })).toEqual([28319744, 10496000])
  })

  it('scores every cell and closes the mask where cells are chosen (DeepSeek V3.2)', () => {
    const architecture: Architecture = {
      ...plain,
      gguf: 'deepseek32',
      hiddenSize: 128,
      layers: 4,
      feedForward: 192,
      vocabSize: 2048,
      attention: {
        heads: 1,
        kvHeads: 1,
        headDim: 576,
        valueHeadDim: 512,
        latent: { qLoraRank: 512, kvLoraRank: 512, qkRopeHeadDim: 64, qkNopeHeadDim: 128, vHeadDim: 128 },
        indexer: { heads: 1, headDim: 64, topK: 8 }
      },
      experts: { count: 4, perToken: 2, shared: 1, width: 192, firstDense: 1, every: 1 }
    }
    const tensors = tensorsOf(`
      token_embd 128x2048
      output_norm 128
      attn_norm.weight 128 0,1,2,3
      attn_q_a_norm.weight 512 0,1,2,3
      attn_kv_a_norm.weight 512 0,1,2,3
      attn_q_a.weight 128x512 0,1,2,3
      attn_q_b.weight 512x192 0,1,2,3
      attn_kv_a_mqa.weight 128x576 0,1,2,3
      attn_k_b.weight 128x512x1 0,1,2,3
      attn_v_b.weight 512x128x1 0,1,2,3
      attn_output.weight 128x128 0,1,2,3
      ffn_norm.weight 128 0,1,2,3
      indexer.k_norm.weight 64 0,1,2,3
      indexer.k_norm.bias 64 0,1,2,3
      indexer.proj.weight 128x1 0,1,2,3
      indexer.attn_k.weight 128x64 0,1,2,3
      indexer.attn_q_b.weight 512x64 0,1,2,3
      ffn_gate.weight 128x192 0
      ffn_down.weight 192x128 0
      ffn_up.weight 128x192 0
      ffn_gate_inp.weight 128x4 1,2,3
      ffn_gate_exps.weight 128x192x4 1,2,3
      ffn_down_exps.weight 192x128x4 1,2,3
      ffn_up_exps.weight 128x192x4 1,2,3
      ffn_gate_shexp.weight 128x192 1,2,3
      ffn_down_shexp.weight 192x128 1,2,3
      ffn_up_shexp.weight 128x192 1,2,3`)
    expect(onOneGpu(architecture, tensors)).toEqual([21458944, 8943616])
    expect(onOneGpu(architecture, tensors, { contextTokens: 16384, cacheType: 'q8_0' })).toEqual([
      71790592, 34109440
    ])
    expect(onOneGpu(architecture, tensors, { flashAttention: false })).toEqual([46624768, 13137920])
  })
})
