import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { architectureOf } from '../../../../src/core/model/gguf/architecture-of.ts'
import { parseFirstKeys, parseHeader } from '../../../../src/core/model/gguf/header.ts'
import { keyShape } from '../../../../src/core/model/gguf/key-shape.ts'
import { dense, headerOf, moreSamples } from './sample-headers.ts'
import { GgufBytes } from './gguf-bytes.ts'

const firstOf = (bytes: Uint8Array) => {
  const first = parseFirstKeys(bytes)
  if (!first.ok) throw new Error(first.error.kind)
  return first.value
}

const shapeIn = (bytes: Uint8Array) => {
  const shape = keyShape(firstOf(bytes))
  if (!shape.ok) throw new Error(shape.error.kind)
  return shape.value
}

test('a few kilobytes of a longer header name the shape, and how long the vocabulary is', () => {
  const bytes = headerOf({
    architecture: 'qwen3moe',
    keys: {
      block_count: 100,
      embedding_length: 4096,
      feed_forward_length: 12_288,
      expert_feed_forward_length: 2048,
      expert_count: 128,
      expert_used_count: 8,
      'attention.head_count': 32,
      'attention.head_count_kv': 8
    },
    last: { 'tokenizer.ggml.tokens': Array.from({ length: 20_000 }, (_, at) => `token${at}`) },
    tensors: []
  })
  expect(bytes.length).toBeGreaterThan(300_000)
  const first = firstOf(bytes.subarray(0, 16 * 1024))
  expect(first.all).toBe(false)
  expect(shapeIn(bytes.subarray(0, 16 * 1024))).toEqual({
    gguf: 'qwen3moe',
    hiddenSize: 4096,
    trunk: 100,
    heads: 32,
    kvHeads: 8,
    experts: 128,
    expertWidth: 2048,
    feedForward: 12_288,
    vocabSize: 20_000
  })
})

test('wherever the bytes end, nothing is thrown, and no shape is told that is not all there', () => {
  const bytes = headerOf({
    ...dense('qwen3', 2),
    last: { 'tokenizer.ggml.model': 'gpt2', 'tokenizer.ggml.tokens': ['a', 'b', 'c'] }
  })
  const whole = shapeIn(bytes)
  for (let length = 0; length < bytes.length; length++) {
    const first = parseFirstKeys(bytes.subarray(0, length))
    expect(first.ok).toBe(true)
    if (!first.ok) continue
    const shape = keyShape(first.value)
    if (!shape.ok) throw new Error(`${length}: ${shape.error.kind}`)
    if (shape.value) expect({ ...shape.value, vocabSize: 3 }).toEqual(whole)
  }
})

test('keys behind the tokenizer are not taken for keys that are missing', () => {
  const bytes = new GgufBytes()
    .start(0, 3)
    .stringKey('general.architecture', 'xverse')
    .stringsKey(
      'tokenizer.ggml.tokens',
      Array.from({ length: 5000 }, (_, at) => `token${at}`)
    )
    .u32Key('xverse.block_count', 2)
    .done()
  expect(shapeIn(bytes.subarray(0, 1024))).toBeNull()
})

test('hostile beginnings are refused with their byte', () => {
  const bad = new GgufBytes().start(0, 2 ** 40).done()
  expect(parseFirstKeys(bad)).toMatchObject({ ok: false, error: { kind: 'too-large', at: 16 } })
  const twice = new GgufBytes().start(0, 2).u32Key('a', 1).u32Key('a', 2).done()
  expect(parseFirstKeys(twice)).toMatchObject({ ok: false, error: { kind: 'damaged' } })
})

/** What both ways of reading know. */
function bothShapes(bytes: Uint8Array): readonly [unknown, unknown] {
  const header = parseHeader(bytes)
  if (!header.ok) throw new Error(header.error.kind)
  const whole = architectureOf(header.value)
  if (!whole.ok) throw new Error(whole.error.kind)
  const { architecture: of, trunk } = whole.value
  const shape = keyShape({ metadata: header.value.metadata, all: true })
  if (!shape.ok || !shape.value) throw new Error('no shape')
  const { gguf, hiddenSize, heads, kvHeads, experts } = shape.value
  return [
    { gguf, hiddenSize, heads, kvHeads, trunk: shape.value.trunk, experts: of.experts ? experts : 0 },
    {
      gguf: of.gguf,
      hiddenSize: of.hiddenSize,
      heads: of.attention.heads,
      kvHeads: of.attention.kvHeads,
      trunk,
      experts: of.experts?.count ?? 0
    }
  ]
}

test.each(moreSamples.map((sample) => [sample.architecture, sample] as const))(
  'the keys of %s tell what its whole header tells',
  (_, sample) => {
    const [keys, whole] = bothShapes(headerOf(sample))
    expect(keys).toEqual(whole)
  }
)

const truth = join(import.meta.dirname, '../../../../../shared/truth/gguf-headers')
test.skipIf(!existsSync(truth))('so do the keys of every header of the truth set', () => {
  for (const name of readdirSync(truth)) {
    const [keys, whole] = bothShapes(readFileSync(join(truth, name)))
    expect(keys, name).toEqual(whole)
  }
})
