import { expect, test } from 'vitest'
import { describeFault, printable } from '../../../../src/core/model/gguf/fault.ts'
import { fileModel } from '../../../../src/core/model/gguf/file-model.ts'
import { parseHeader } from '../../../../src/core/model/gguf/header.ts'
import { dense, headerOf, type Sample } from './sample-headers.ts'

function answer(sample: Sample): string {
  const header = parseHeader(headerOf(sample))
  if (!header.ok) return describeFault(header.error)
  const model = fileModel(header.value)
  return model.ok ? 'a model' : describeFault(model.error)
}

const llama = dense('llama', 1)

test.each([
  ['a projector', { ...llama, architecture: 'clip' }, /projector for images or sound \(mmproj\)/u],
  ['a projector by its kind', { ...llama, general: { 'general.type': 'mmproj' } }, /mmproj/u],
  ['a LoRA adapter', { ...llama, general: { 'general.type': 'adapter' } }, /LoRA adapter/u],
  ['an importance matrix', { ...llama, general: { 'general.type': 'imatrix' } }, /importance matrix/u],
  [
    'a vocabulary',
    { ...llama, tensors: [], general: { 'tokenizer.ggml.tokens': ['a'] } },
    /vocabulary only/u
  ],
  ['no tensors', { ...llama, tensors: [] }, /holds no tensors/u]
] as const)('%s is called what it is', (_, sample, words) => {
  expect(answer(sample)).toMatch(words)
})

test('a model is a model', () => {
  expect(answer(llama)).toBe('a model')
})

test('names out of a file lose what a terminal would obey', () => {
  expect(printable('a\u001B[2Jb\u202Ec')).toBe('a\uFFFD[2Jb\uFFFDc')
  expect(printable('x'.repeat(200))).toHaveLength(81)
})
