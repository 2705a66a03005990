import { expect, test } from 'vitest'
import { describeFault } from '../../../../src/core/model/gguf/fault.ts'
import { fileTensors } from '../../../../src/core/model/gguf/file-tensors.ts'
import { parseHeader, parseHeaderOf, readHeader } from '../../../../src/core/model/gguf/header.ts'
import { limits } from '../../../../src/core/model/gguf/limits.ts'
import { GgufBytes } from './gguf-bytes.ts'

const q4K = 12
const small = (): GgufBytes =>
  new GgufBytes()
    .start(4, 3)
    .stringKey('general.architecture', 'llama')
    .u32Key('llama.block_count', 1)
    .stringsKey('tokenizer.ggml.tokens', ['<s>', 'ü', '100 %'])
    .tensor('token_embd.weight', [4096, 128_256], q4K)
    .tensor('blk.0.ffn_up_exps.weight', [4096, 1024, 8], q4K)
    .tensor('output_norm.weight', [4096], 0)
    .tensor('output.weight', [4096, 128_256], 14)

test('metadata and tensors of a header without data', () => {
  const bytes = small().done()
  const header = parseHeader(bytes)
  if (!header.ok) throw new Error(describeFault(header.error))
  const { metadata, tensors, headerBytes, version } = header.value
  expect({ version, headerBytes }).toEqual({ version: 3, headerBytes: bytes.length })
  expect(Object.fromEntries([...metadata].map(([key, { value }]) => [key, value]))).toEqual({
    'general.architecture': 'llama',
    'llama.block_count': 1,
    'tokenizer.ggml.tokens': { length: 3 }
  })
  expect(metadata.get('general.architecture')?.at).toBe(24)
  expect(tensors[1]).toEqual({ name: 'blk.0.ffn_up_exps.weight', shape: [4096, 1024, 8], type: 'q4_K' })
  expect(fileTensors(header.value).tensors.map(({ role, layer }) => [role, layer])).toEqual([
    ['input-embedding', null],
    ['experts', 0],
    ['output', null],
    ['output-head', null]
  ])
})

test('of a vocabulary of 262,144 tokens only the number is kept, and it is read in pieces', async () => {
  const tokens = Array.from({ length: 262_144 }, (_, i) => `t${i}`)
  const bytes = new GgufBytes().start(0, 1).stringsKey('tokenizer.ggml.tokens', tokens).done()
  const asked: number[] = []
  const header = await readHeader((offset, length) => {
    asked.push(length)
    return Promise.resolve(bytes.subarray(offset, offset + length))
  })
  expect(header.ok && header.value.metadata.get('tokenizer.ggml.tokens')?.value).toEqual({ length: 262_144 })
  expect(asked).toEqual([2 ** 20, 2 ** 24])
})

test('a file cut anywhere inside its header is called truncated, never read as zeros', () => {
  const bytes = small().done()
  for (let end = 4; end < bytes.length; end++) {
    expect(parseHeader(bytes.subarray(0, end))).toEqual({
      ok: false,
      error: { kind: 'truncated', at: end }
    })
  }
})

test.each([
  { name: 'another file', bytes: new TextEncoder().encode('PK\u0003\u0004....'), fault: 'not-gguf' },
  { name: 'version 9', bytes: new GgufBytes().start(0, 0, 9).done(), fault: 'unknown-version' },
  { name: 'a billion tensors', bytes: new GgufBytes().start(1e9, 0).done(), fault: 'too-large' },
  { name: 'a billion keys', bytes: new GgufBytes().start(0, 1e9).done(), fault: 'too-large' },
  {
    name: 'a string of 8 EB',
    bytes: new GgufBytes().start(0, 1).u32(0xffffffff).u32(0x6fffffff).done(),
    fault: 'too-large'
  },
  {
    name: 'an array of 2^60 elements',
    bytes: new GgufBytes()
      .start(0, 1)
      .text('a')
      .u32(9)
      .u32(4)
      .u64(2 ** 60)
      .done(),
    fault: 'too-large'
  },
  { name: 'version 1', bytes: new GgufBytes().start(0, 0, 1).done(), fault: 'unknown-version' },
  { name: 'version 4', bytes: new GgufBytes().start(0, 0, 4).done(), fault: 'unknown-version' },
  {
    name: 'the other byte order',
    bytes: new GgufBytes().start(0, 0, 0x03000000).done(),
    fault: 'big-endian'
  },
  {
    name: '2^63 tensors',
    bytes: new GgufBytes().start(2 ** 63, 0).done(),
    fault: 'too-large'
  },
  {
    name: 'a key twice',
    bytes: new GgufBytes().start(0, 2).u32Key('a', 1).u32Key('a', 1).done(),
    fault: 'damaged'
  },
  {
    name: 'a tensor twice',
    bytes: new GgufBytes().start(2, 0).tensor('a', [32], 0).tensor('a', [32], 0).done(),
    fault: 'damaged'
  },
  {
    name: 'a dimension of 0',
    bytes: new GgufBytes().start(1, 0).tensor('a', [32, 0], 0).done(),
    fault: 'damaged'
  },
  {
    name: 'a negative dimension',
    bytes: new GgufBytes()
      .start(1, 0)
      .tensor('a', [2 ** 64 - 2 ** 20], 0)
      .done(),
    fault: 'damaged'
  },
  {
    name: 'overlapping data',
    bytes: new GgufBytes().start(2, 0).tensor('a', [32], 0).tensor('b', [32], 0, 64).done(),
    fault: 'damaged'
  },
  {
    name: 'misaligned data',
    bytes: new GgufBytes().start(1, 0).tensor('a', [32], 0, 7).done(),
    fault: 'damaged'
  },
  {
    name: 'a hole in the data',
    bytes: new GgufBytes().start(2, 0).tensor('a', [32], 0).tensor('b', [32], 0, 4096).done(),
    fault: 'damaged'
  },
  {
    name: 'an alignment that is no power of two',
    bytes: new GgufBytes().start(0, 1).u32Key('general.alignment', 33).done(),
    fault: 'bad-value'
  },
  {
    name: 'an array of arrays',
    bytes: new GgufBytes().start(0, 1).text('a').u32(9).u32(9).u64(1).done(),
    fault: 'damaged'
  },
  {
    name: 'five dimensions',
    bytes: new GgufBytes().start(1, 0).tensor('a', [1, 1, 1, 1, 1], 0).done(),
    fault: 'damaged'
  },
  {
    name: 'dimensions beyond counting',
    bytes: new GgufBytes()
      .start(1, 0)
      .tensor('a', [2 ** 40, 2 ** 40], 0)
      .done(),
    fault: 'damaged'
  },
  {
    name: 'a type of a fork',
    bytes: new GgufBytes().start(1, 0).tensor('a', [256], 142).done(),
    fault: 'unknown-type'
  },
  {
    name: 'a row of half a block',
    bytes: new GgufBytes().start(1, 0).tensor('a', [128], q4K).done(),
    fault: 'damaged'
  }
] as const)('$name is refused as $fault, with a sentence', ({ bytes, fault }) => {
  const header = parseHeader(bytes)
  expect(header.ok ? null : header.error.kind).toBe(fault)
  expect(header.ok ? '' : describeFault(header.error)).toMatch(/^[A-Z].*(?:byte \d|begins with).*\.$/u)
})

test('a header that never ends is given up at its limit', async () => {
  const endless = new GgufBytes().start(0, 1).text('a').u32(9).u32(0).u64(limits.arrayElements).done()
  const header = await readHeader((_, length) => {
    const bytes = new Uint8Array(Math.min(length, 2 ** 21))
    bytes.set(endless.subarray(0, bytes.length))
    return Promise.resolve(bytes)
  })
  expect(header).toEqual({ ok: false, error: { kind: 'truncated', at: 2 ** 21 } })
})

test('a window that moves over a file reads what is read of the whole, and refuses it at the same byte', () => {
  const tokens = Array.from({ length: 90_000 }, (_, i) => `token ${i} ${'x'.repeat(i % 40)}`)
  const bytes = new GgufBytes()
    .start(1, 3)
    .stringKey('general.name', 'a'.repeat(3000))
    .stringsKey('tokenizer.ggml.tokens', tokens)
    .stringKey('after', 'ü')
    .tensor('token_embd.weight', [4096, 128_256], q4K)
    .done()
  expect(bytes.length).toBeGreaterThan(2 * 2 ** 20)
  const of = (size: number): Parameters<typeof parseHeaderOf>[0] => ({
    size,
    // The memory of one piece is used for the next.
    read: (offset, length) => window.subarray(0, copy(window, bytes.subarray(offset, offset + length)))
  })
  const window = new Uint8Array(2 ** 20)
  const copy = (to: Uint8Array, from: Uint8Array): number => {
    to.fill(255)
    to.set(from)
    return from.length
  }
  expect(parseHeaderOf(of(bytes.length))).toEqual(parseHeader(bytes))
  for (const end of [0, 3, 30, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 5, bytes.length - 9, bytes.length - 1])
    expect(parseHeaderOf(of(end))).toEqual(parseHeader(bytes.subarray(0, end)))
})
