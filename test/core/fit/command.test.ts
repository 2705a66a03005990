import { expect, test } from 'vitest'
import type { ResolvedSettings } from '../../../src/core/engine/settings.ts'
import { llamaCommand, placeholderFile } from '../../../src/core/fit/command.ts'
import type { Architecture } from '../../../src/core/model/architecture.ts'

const architecture: Architecture = {
  gguf: 'qwen3moe',
  hiddenSize: 2048,
  layers: 48,
  feedForward: null,
  vocabSize: 151_936,
  tiedEmbeddings: false,
  attention: { heads: 32, kvHeads: 4, headDim: 128 }
}

const model = { slug: 'qwen3-30b-a3b', ggufRepo: 'Qwen/Qwen3-30B-A3B-GGUF', modality: 'text', architecture }

const settings: ResolvedSettings = {
  name: 'llama.cpp',
  contextTokens: 8192,
  ubatch: 512,
  parallel: 1,
  kvUnified: false,
  cacheType: 'f16',
  flashAttention: true,
  swaFull: false,
  gpuLayers: 49,
  cpuMoeLayers: 0
}

const start = 'llama-server -hf Qwen/Qwen3-30B-A3B-GGUF:Q4_K_M -c 8192'

test.each<readonly [string, Partial<ResolvedSettings>, string]>([
  ['everything on the GPU', {}, `${start} -np 1 -ngl 99`],
  ['some experts in RAM', { cpuMoeLayers: 19 }, `${start} -np 1 -ngl 99 --n-cpu-moe 19`],
  ['some layers in RAM', { gpuLayers: 30 }, `${start} -np 1 -ngl 30`],
  ['every block but not the output layer on the GPU', { gpuLayers: 48 }, `${start} -np 1 -ngl 48`],
  ['all of it in RAM', { gpuLayers: 0, cpuMoeLayers: 48 }, `${start} -np 1 -ngl 0`],
  ['more layers than there are', { gpuLayers: 999 }, `${start} -np 1 -ngl 99`],
  ['a quantised cache', { cacheType: 'q8_0' }, `${start} -np 1 -ngl 99 -ctk q8_0 -ctv q8_0 -fa on`],
  ['a bf16 cache', { cacheType: 'bf16' }, `${start} -np 1 -ngl 99 -ctk bf16 -ctv bf16`],
  ['no flash attention', { flashAttention: false }, `${start} -np 1 -ngl 99 -fa off`],
  ['a larger micro-batch', { ubatch: 2048 }, `${start} -np 1 -ngl 99 -ub 2048`],
  ['a micro-batch above the batch', { ubatch: 4096 }, `${start} -np 1 -ngl 99 -ub 4096 -b 4096`],
  ['four sequences in one cache', { parallel: 4, kvUnified: true }, `${start} -np 4 -kvu -ngl 99`],
  ['a full sliding-window cache', { swaFull: true }, `${start} -np 1 -ngl 99 --swa-full`]
])('%s', (_, change, command) => {
  expect(llamaCommand(model, 'Q4_K_M', { ...settings, ...change })).toBe(command)
})

test('a model with more than 98 layers needs more than 99 to be all on the GPU', () => {
  const deep = { ...model, architecture: { ...architecture, layers: 126 } }
  expect(llamaCommand(deep, 'Q4_K_M', { ...settings, gpuLayers: 127 })).toContain('-ngl 999')
  expect(llamaCommand(deep, 'Q4_K_M', { ...settings, gpuLayers: 99 })).toContain('-ngl 99')
})

test('the vision tower that -hf would fetch is not loaded: the bill leaves it out', () => {
  expect(llamaCommand({ ...model, modality: 'text+image' }, 'Q8_0', settings)).toContain(
    ':Q8_0 --no-mmproj -c'
  )
})

test('without a repo the line names a file after the slug and the type', () => {
  const { slug, modality } = model
  expect(placeholderFile(slug, 'Q4_K_M')).toBe('qwen3-30b-a3b-Q4_K_M.gguf')
  expect(llamaCommand({ slug, modality, architecture }, 'Q4_K_M', settings)).toBe(
    'llama-server -m qwen3-30b-a3b-Q4_K_M.gguf -c 8192 -np 1 -ngl 99'
  )
})

test.each([
  ['a b', "'a b-F16.gguf'"],
  ['$(rm x)', "'$(rm x)-F16.gguf'"],
  ["it's", String.raw`'it'\''s-F16.gguf'`],
  ['two\nlines', "'two\nlines-F16.gguf'"]
])('a shell takes the file %j literally', (slug, word) => {
  expect(llamaCommand({ slug, modality: 'text', architecture }, 'F16', settings)).toContain(`-m ${word} -c`)
})
