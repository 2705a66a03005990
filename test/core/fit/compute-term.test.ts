import { expect, test } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import { assess } from '../../../src/core/fit/assess.ts'

function computeTerm(slug: string) {
  const model = models.find((one) => one.slug === slug)
  if (!model) throw new Error(`${slug} is not in the catalogue`)
  const answer = assess(model, { gpus: 1 }, { quant: 'Q4_K_M', engine: { contextTokens: 8192 } })
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value.devices[0]?.terms.find(({ kind }) => kind === 'compute-buffer')
}

test('the compute buffer is exact where the graph of the engine is replayed', () => {
  const term = computeTerm('qwen3-30b-a3b')
  expect(term?.certainty).toBe('exact')
  expect(term?.why).toContain('the graph that llama.cpp builds for one 512-token micro-batch')
})
