import { expect, test } from 'vitest'
import { weightProfile } from '../../../src/core/memory/sum-weights.ts'
import { fileTypesFor, profileOf } from '../../../src/core/memory/weights.ts'
import type { Architecture } from '../../../src/core/model/architecture.ts'
import type { Tensor, TensorRole } from '../../../src/core/model/tensor.ts'
import type { FileType } from '../../../src/core/quant/file-type.ts'
import { assignTypes } from '../../../src/core/quant/mix.ts'
import { layerInName } from '../../../src/core/quant/tensor-category.ts'
import { byHand, tensorsOf } from '../quant/tensor-lists.ts'

function roleOf(name: string): TensorRole {
  if (name === 'token_embd.weight') return 'input-embedding'
  if (name === 'output.weight') return 'output-head'
  if (name.startsWith('output')) return 'output'
  return name.includes('_exps') ? 'experts' : 'block'
}

const handMade = (id: keyof typeof byHand): Tensor[] =>
  tensorsOf(byHand[id].model, byHand[id].facts).map((tensor) => {
    const layer = layerInName(tensor.name)
    return { ...tensor, layer: layer < 0 ? null : layer, role: roleOf(tensor.name) }
  })

const llama8: Architecture = {
  gguf: 'llama',
  hiddenSize: 4096,
  layers: 32,
  feedForward: 14_336,
  vocabSize: 128_256,
  tiedEmbeddings: false,
  attention: { heads: 32, kvHeads: 8, headDim: 128 }
}

const qwenSmall: Architecture = {
  gguf: 'qwen3',
  hiddenSize: 1024,
  layers: 28,
  feedForward: 3072,
  vocabSize: 151_936,
  tiedEmbeddings: true,
  attention: { heads: 16, kvHeads: 8, headDim: 128, qkNorm: 'head' }
}

const qwen30: Architecture = {
  gguf: 'qwen3moe',
  hiddenSize: 2048,
  layers: 48,
  feedForward: null,
  vocabSize: 151_936,
  tiedEmbeddings: false,
  attention: { heads: 32, kvHeads: 4, headDim: 128, qkNorm: 'head' },
  experts: { count: 128, perToken: 8, shared: 0, width: 768, firstDense: 0, every: 1 }
}

const gptOss: Architecture = {
  gguf: 'gpt-oss',
  hiddenSize: 2880,
  layers: 24,
  feedForward: null,
  vocabSize: 201_088,
  tiedEmbeddings: false,
  attention: {
    heads: 64,
    kvHeads: 8,
    headDim: 64,
    qkvBias: true,
    outputBias: true,
    sinks: true,
    window: 128
  },
  layerPattern: ['sliding', 'full'],
  experts: {
    count: 32,
    perToken: 4,
    shared: 0,
    width: 2880,
    firstDense: 0,
    every: 1,
    routerBias: true,
    expertBias: true
  }
}

/** What llama.cpp v0.5.0 puts on one GPU of unlimited memory and on the host. */
const onOneGpu: readonly {
  readonly id: keyof typeof byHand
  readonly architecture: Architecture
  readonly fileType: FileType
  readonly gpu: number
  readonly host: number
}[] = [
  {
    id: 'meta-llama/Llama-3.1-8B-Instruct',
    architecture: llama8,
    fileType: 'Q4_K_M',
    gpu: 4_617_396_480,
    host: 295_501_824
  },
  { id: 'Qwen/Qwen3-0.6B', architecture: qwenSmall, fileType: 'Q4_K_M', gpu: 390_753_280, host: 127_626_240 },
  { id: 'Qwen/Qwen3-0.6B', architecture: qwenSmall, fileType: 'F16', gpu: 1_192_230_912, host: 311_164_928 },
  {
    id: 'Qwen/Qwen3-30B-A3B',
    architecture: qwen30,
    fileType: 'IQ4_XS',
    gpu: 16_385_816_576,
    host: 165_306_368
  }
]

test.each(onOneGpu)(
  '$id in $fileType: $gpu bytes on the GPU, $host on the host',
  ({ id, architecture, fileType, gpu, host }) => {
    const tensors = handMade(id)
    const profile = weightProfile(
      tensors,
      assignTypes(tensors, fileType, byHand[id].facts),
      architecture,
      fileType
    )
    const blocks = profile.layers.reduce(
      (sum, { denseBytes, expertBytes }) => sum + denseBytes + expertBytes,
      0
    )
    expect(blocks + profile.outputBytes).toBe(gpu)
    expect(profile.inputBytes).toBe(host)
    const secondCopy = architecture.tiedEmbeddings ? profile.inputBytes : 0
    expect(profile.totalBytes).toBe(gpu + host - secondCopy)
  }
)

test('with --cpu-moe the experts of Qwen3-30B-A3B leave 784 MiB on the GPU', () => {
  const tensors = handMade('Qwen/Qwen3-30B-A3B')
  const { facts } = byHand['Qwen/Qwen3-30B-A3B']
  const profile = weightProfile(tensors, assignTypes(tensors, 'Q4_K_M', facts), qwen30, 'Q4_K_M')
  const dense = profile.layers.reduce((sum, { denseBytes }) => sum + denseBytes, 0)
  expect(dense + profile.outputBytes).toBe(822_523_904)
})

test('one token reads 8 of 128 experts', () => {
  const tensors = handMade('Qwen/Qwen3-30B-A3B')
  const types = assignTypes(tensors, 'Q8_0', byHand['Qwen/Qwen3-30B-A3B'].facts)
  const [layer] = weightProfile(tensors, types, qwen30, 'Q8_0').layers
  expect(layer && layer.activeBytes - layer.denseBytes).toBe(((layer?.expertBytes ?? 0) * 8) / 128)
})

test('rope factors are counted once, with block 0, and named for further devices', () => {
  const tensors = handMade('meta-llama/Llama-3.1-8B-Instruct')
  const types = assignTypes(tensors, 'F16', byHand['meta-llama/Llama-3.1-8B-Instruct'].facts)
  const { layers, sharedBytes } = weightProfile(tensors, types, llama8, 'F16')
  expect(sharedBytes).toBe(256)
  expect((layers[0]?.denseBytes ?? 0) - (layers[1]?.denseBytes ?? 0)).toBe(256)
})

test('a profile is made once per model and file type', () => {
  expect(profileOf(llama8, 'Q4_K_M')).toBe(profileOf(llama8, 'Q4_K_M'))
  expect(profileOf(llama8, 'Q4_K_M')).not.toBe(profileOf(llama8, 'Q5_K_M'))
})

test.each([
  {
    name: 'a bf16 model starts at BF16',
    architecture: llama8,
    native: 'bf16',
    first: 'BF16',
    last: 'IQ2_XXS'
  },
  {
    name: 'an fp8 model gains nothing above Q8_0',
    architecture: llama8,
    native: 'fp8',
    first: 'Q8_0',
    last: 'IQ2_XXS'
  },
  {
    name: 'an fp32 model starts at F32',
    architecture: llama8,
    native: 'fp32',
    first: 'F32',
    last: 'IQ2_XXS'
  },
  {
    name: 'an unknown precision counts as bf16',
    architecture: llama8,
    native: null,
    first: 'BF16',
    last: 'IQ2_XXS'
  },
  {
    name: 'experts in mxfp4 stay in it',
    architecture: gptOss,
    native: 'mxfp4',
    first: 'MXFP4',
    last: 'MXFP4'
  },
  {
    name: 'int4 experts start at Q4_K_M',
    architecture: qwen30,
    native: 'int4',
    first: 'Q4_K_M',
    last: 'IQ2_XXS'
  }
])('$name', ({ architecture, native, first, last }) => {
  const offered = fileTypesFor(architecture, native)
  expect(offered[0]).toBe(first)
  expect(offered.at(-1)).toBe(last)
})

test('no offered file is larger than the first', () => {
  const [first = 'BF16', ...rest] = fileTypesFor(llama8, 'bf16')
  for (const fileType of rest) {
    expect(profileOf(llama8, fileType).totalBytes).toBeLessThanOrEqual(profileOf(llama8, first).totalBytes)
  }
})

test('a Gemma 4 keeps embedding and head apart on the host, a Qwen3 does not', () => {
  const tensors = handMade('Qwen/Qwen3-0.6B')
  const types = assignTypes(tensors, 'Q8_0', byHand['Qwen/Qwen3-0.6B'].facts)
  const usual = weightProfile(tensors, types, qwenSmall, 'Q8_0')
  const gemma = weightProfile(tensors, types, { ...qwenSmall, gguf: 'gemma4' }, 'Q8_0')
  expect(usual.outputOnHostBytes).toBe(4096)
  expect((gemma.outputOnHostBytes ?? 0) - (usual.outputOnHostBytes ?? 0)).toBe(usual.inputBytes)
})
