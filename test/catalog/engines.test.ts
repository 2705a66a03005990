import { expect, test } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { enginesOf } from '../../src/catalog/engines.ts'

const engines = (slug: string): readonly string[] => {
  const model = models.find((one) => one.slug === slug)
  if (!model) throw new Error(`${slug} is in the catalogue`)
  return enginesOf(model).map(({ engine }) => engine)
}

test('a model with a loader everywhere runs everywhere', () => {
  expect(engines('qwen3-8b')).toEqual(['llama.cpp', 'Ollama', 'LM Studio', 'MLX', 'vLLM', 'SGLang'])
})

test('without a loader in llama.cpp what is built on it does not run the model either', () => {
  expect(engines('ernie-4.5-vl-28b-a3b-pt')).toEqual(['vLLM', 'SGLang'])
  expect(engines('longcat-flash-chat')).toEqual(['LM Studio', 'MLX', 'vLLM'])
})

test('a loader younger than the bundled llama.cpp is not claimed for Ollama', () => {
  expect(engines('kimi-k3')).toEqual(['llama.cpp', 'SGLang'])
})

test('nothing runs what cannot be had', () => {
  expect(engines('llama-4-behemoth')).toEqual([])
})

test('llama.cpp is there exactly where the architecture has a name in it', () => {
  for (const model of models) {
    const listed = enginesOf(model).some(({ engine }) => engine === 'llama.cpp')
    expect(listed, model.id).toBe(typeof model.architecture?.gguf === 'string')
  }
})
