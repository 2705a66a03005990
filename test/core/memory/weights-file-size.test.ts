import { expect, test } from 'vitest'
import { fileSize } from '../../../src/core/memory/file-size.ts'
import { profileOf } from '../../../src/core/memory/weights.ts'
import type { Architecture } from '../../../src/core/model/architecture.ts'
import type { FileType } from '../../../src/core/quant/file-type.ts'

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

/** Sizes of published files on Hugging Face, in bytes. */
const published: readonly {
  readonly file: string
  readonly architecture: Architecture
  readonly fileType: FileType
  readonly size: number
}[] = [
  {
    file: 'Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf',
    architecture: llama8,
    fileType: 'Q4_K_M',
    size: 4_920_739_232
  },
  { file: 'Qwen3-0.6B-Q8_0.gguf', architecture: qwenSmall, fileType: 'Q8_0', size: 639_446_688 }
]

test.each(published)('$file has $size bytes, estimated within 100 kB', ({ architecture, fileType, size }) => {
  const estimate = fileSize(profileOf(architecture, fileType), architecture)
  expect(Math.abs(estimate.bytes - size)).toBeLessThan(100_000)
  expect(estimate.low).toBeLessThan(size)
  expect(estimate.high).toBeGreaterThan(size)
})

test('a vocabulary nobody measured gets a wide range, and says so', () => {
  const architecture = { ...llama8, vocabSize: 99_999 }
  const profile = profileOf(architecture, 'Q4_K_M')
  const { bytes, low, high, why } = fileSize(profile, architecture)
  expect(low).toBeLessThan(bytes)
  expect(high).toBeGreaterThan(bytes)
  expect(high - profile.totalBytes).toBeLessThan(12e6)
  expect(why).toBe('weights and metadata, about 39 bytes (22-65) for each of 99,999 tokens')
})
