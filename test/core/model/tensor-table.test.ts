import { describe, expect, it } from 'vitest'
import type { Architecture } from '../../../src/core/model/architecture.ts'
import { elements, type Tensor } from '../../../src/core/model/tensor.ts'
import { tensorTable } from '../../../src/core/model/tensor-table.ts'
import { denseModels } from './dense-models.ts'
import { hybridModels } from './hybrid-models.ts'
import { mixtureModels } from './mixture-models.ts'

const models = [...denseModels, ...mixtureModels, ...hybridModels]

function tableOf(id: string): readonly Tensor[] {
  const model = models.find((candidate) => candidate.id === id)
  if (!model) throw new Error(`No published model ${id}.`)
  return tensorTable(model.architecture)
}

const shapeIn = (id: string, name: string): string | undefined =>
  tableOf(id)
    .find((tensor) => tensor.name === name)
    ?.shape.join(' x ')

/** The converter keeps vectors, norms, routers and convolutions in f32: conversion/base.py of llama.cpp. */
const isF32 = ({ name, shape }: Tensor): boolean =>
  shape.filter((d) => d > 1).length < 2 ||
  !name.endsWith('.weight') ||
  ['_norm.weight', 'ffn_gate_inp', 'position_embd', 'ssm_conv1d'].some((part) => name.includes(part))

describe('the tensor table has every tensor of the file that llama.cpp makes', () => {
  const measured = models.flatMap(({ id, file, architecture }) => (file ? [{ id, file, architecture }] : []))

  it.each(measured)('$id: $file.tensors tensors', ({ file, architecture }) => {
    const tensors = tensorTable(architecture)
    expect(tensors).toHaveLength(file.tensors)
    expect(tensors.reduce((sum, tensor) => sum + elements(tensor), 0)).toBe(file.elements)
  })

  it.each(measured.filter(({ file }) => file.f32Bytes !== undefined))(
    '$id: as many bytes in f32 as in the F16 file',
    ({ file, architecture }) => {
      const f32 = tensorTable(architecture).filter(isF32)
      expect(f32.reduce((sum, tensor) => sum + 4 * elements(tensor), 0)).toBe(file.f32Bytes)
    }
  )
})

describe('names are unique, shapes whole and blocks in order', () => {
  it.each(models)('$id', ({ architecture }) => {
    const tensors = tensorTable(architecture)
    expect(new Set(tensors.map(({ name }) => name)).size).toBe(tensors.length)
    expect(tensors.flatMap(({ shape }) => shape).filter((d) => !Number.isInteger(d) || d < 1)).toEqual([])
    const layers = tensors.map(({ layer }) => layer ?? -1)
    expect(layers).toEqual(layers.toSorted((a, b) => a - b))
    expect(new Set(layers).size).toBe(architecture.layers + 1)
    for (const { name, layer } of tensors) {
      expect(name.startsWith('blk.') ? Number(name.split('.')[1]) : null).toBe(layer)
    }
  })
})

describe('telling tensors have the shapes of the converted files', () => {
  it.each([
    ['meta-llama/Llama-3.1-8B-Instruct', 'blk.0.attn_k.weight', '4096 x 1024'],
    ['meta-llama/Llama-3.1-8B-Instruct', 'rope_freqs.weight', '64'],
    ['deepseek-ai/DeepSeek-R1', 'blk.0.attn_k_b.weight', '128 x 512 x 128'],
    ['deepseek-ai/DeepSeek-R1', 'blk.0.attn_v_b.weight', '512 x 128 x 128'],
    ['deepseek-ai/DeepSeek-R1', 'blk.2.ffn_down.weight', '18432 x 7168'],
    ['deepseek-ai/DeepSeek-R1', 'blk.3.ffn_down_exps.weight', '2048 x 7168 x 256'],
    ['deepseek-ai/DeepSeek-R1', 'blk.3.ffn_down.weight', undefined],
    ['deepseek-ai/DeepSeek-V3.2', 'blk.5.indexer.attn_q_b.weight', '1536 x 8192'],
    ['deepseek-ai/DeepSeek-V4-Flash', 'blk.0.ffn_gate_tid2eid.weight', '6 x 129280'],
    ['deepseek-ai/DeepSeek-V4-Flash', 'blk.0.exp_probs_b.bias', undefined],
    ['deepseek-ai/DeepSeek-V4-Flash', 'blk.3.exp_probs_b.bias', '256'],
    ['microsoft/phi-4', 'blk.0.ffn_up.weight', '5120 x 35840'],
    ['openai-community/gpt2', 'blk.11.attn_qkv.bias', '2304'],
    ['openai-community/gpt2', 'position_embd.weight', '768 x 1024'],
    ['google/gemma-4-31B-it', 'blk.0.attn_v.weight', '5376 x 4096'],
    ['google/gemma-4-31B-it', 'blk.5.attn_v.weight', undefined],
    ['google/gemma-4-E2B-it', 'per_layer_token_embd.weight', '8960 x 262144'],
    ['openai/gpt-oss-20b', 'blk.0.attn_sinks.weight', '64'],
    ['openai/gpt-oss-20b', 'blk.0.ffn_gate_inp.bias', '32'],
    ['Qwen/Qwen3-Next-80B-A3B-Instruct', 'blk.0.ssm_ba.weight', '2048 x 64'],
    ['Qwen/Qwen3.6-27B', 'blk.0.ssm_ba.weight', undefined],
    ['Qwen/Qwen3.6-27B', 'blk.3.attn_q.weight', '5120 x 12288'],
    ['ibm-granite/granite-4.0-h-tiny', 'blk.0.ssm_in.weight', '1536 x 6448'],
    ['nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-BF16', 'blk.1.ffn_up_exps.weight', '1024 x 2688 x 512'],
    ['nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-BF16', 'blk.1.ffn_gate_exps.weight', undefined],
    ['XiaomiMiMo/MiMo-V2-Flash', 'blk.1.attn_output.weight', '8192 x 4096'],
    ['XiaomiMiMo/MiMo-V2-Flash', 'blk.0.attn_sinks.weight', undefined],
    ['LiquidAI/LFM2-8B-A1B', 'token_embd_norm.weight', '2048']
  ])('%s %s: %s', (id, name, shape) => {
    expect(shapeIn(id, name)).toBe(shape)
  })

  it('leaves out the head of a model that ties it to the embedding', () => {
    expect(shapeIn('Qwen/Qwen3-0.6B', 'output.weight')).toBeUndefined()
    expect(shapeIn('Qwen/QwQ-32B', 'output.weight')).toBe('5120 x 152064')
  })

  it('tells experts from what every token reads', () => {
    const experts = tableOf('Qwen/Qwen3-30B-A3B').filter(({ role }) => role === 'experts')
    expect(experts).toHaveLength(3 * 48)
    expect(experts.every(({ shape }) => shape.at(-1) === 128)).toBe(true)
  })
})

describe('a row that leaves out a size is refused', () => {
  const dense: Architecture = {
    gguf: 'llama',
    hiddenSize: 64,
    layers: 2,
    feedForward: 128,
    vocabSize: 100,
    tiedEmbeddings: false,
    attention: { heads: 4, kvHeads: 2, headDim: 16 }
  }

  it('recurrent layers without their sizes', () => {
    expect(() => tensorTable({ ...dense, layerPattern: ['mamba2', 'full'] })).toThrow(
      'The architecture has mamba2 layers but does not state their recurrent'
    )
    expect(() =>
      tensorTable({ ...dense, layerPattern: ['kda'], recurrent: { type: 'kda', stateElements: 1 } })
    ).toThrow('does not state their heads')
  })

  it('dense layers without a width', () => {
    expect(() => tensorTable({ ...dense, feedForward: null })).toThrow('does not state their feedForward')
    expect(() => tensorTable({ ...dense, feedForward: [128] })).toThrow('lists 1 feed-forward widths')
  })
})
