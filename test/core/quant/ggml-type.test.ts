import { expect, test } from 'vitest'
import {
  dividesRow,
  type GgmlType,
  ggmlTypeById,
  ggmlTypes,
  isGgmlType,
  rowBytes,
  tensorBytes
} from '../../../src/core/quant/ggml-type.ts'

/** Bits per weight as llama.cpp's own documentation and block comments state them. */
const bitsPerWeight: readonly (readonly [GgmlType, number])[] = [
  ['f32', 32],
  ['f16', 16],
  ['bf16', 16],
  ['q8_0', 8.5],
  ['q6_K', 6.5625],
  ['q5_K', 5.5],
  ['q5_1', 6],
  ['q5_0', 5.5],
  ['q4_K', 4.5],
  ['q4_1', 5],
  ['q4_0', 4.5],
  ['iq4_nl', 4.5],
  ['iq4_xs', 4.25],
  ['mxfp4', 4.25],
  ['nvfp4', 4.5],
  ['q3_K', 3.4375],
  ['iq3_s', 3.4375],
  ['iq3_xxs', 3.0625],
  ['q2_K', 2.625],
  ['iq2_s', 2.5625],
  ['iq2_xs', 2.3125],
  ['iq2_xxs', 2.0625],
  ['tq2_0', 2.0625],
  ['iq1_m', 1.75],
  ['tq1_0', 1.6875],
  ['iq1_s', 1.5625],
  ['q1_0', 1.125],
  ['q2_0', 2.25]
]

test.each(bitsPerWeight)('%s takes %f bits per weight', (type, bits) => {
  expect((rowBytes(type, 256) * 8) / 256).toBe(bits)
})

test('every type has a number of its own, and is found by it', () => {
  for (const [name, { id }] of Object.entries(ggmlTypes)) expect(ggmlTypeById(id)).toBe(name)
})

test.each([4, 5, 31, 32, 33, 36, 37, 38, 43, 999])('number %i is no type that a file may have', (id) => {
  expect(ggmlTypeById(id)).toBeNull()
})

test.each([
  { name: 'the embedding of Llama 3.1 8B', type: 'q4_K', shape: [4096, 128_256], mib: 281.8125 },
  {
    name: 'the down projections of 128 experts of Qwen3-30B-A3B',
    type: 'q6_K',
    shape: [768, 2048, 128],
    mib: 157.5
  },
  { name: 'a vector of 4096', type: 'f32', shape: [4096], mib: 0.015625 }
] as const)('$name in $type takes $mib MiB', ({ type, shape, mib }) => {
  expect(tensorBytes(type, shape) / 2 ** 20).toBe(mib)
})

test('a row that is not a whole number of blocks is a bug, said with both numbers', () => {
  expect(dividesRow('q4_K', 1152)).toBe(false)
  expect(() => rowBytes('q4_K', 1152)).toThrow(
    'A row of 1152 elements is not a whole number of q4_K blocks of 256.'
  )
})

test('names of types are told from other names', () => {
  expect(isGgmlType('q4_K')).toBe(true)
  expect(isGgmlType('Q4_K_M')).toBe(false)
  expect(isGgmlType('toString')).toBe(false)
})
