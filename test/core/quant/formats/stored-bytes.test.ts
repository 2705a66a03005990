import { describe, expect, test } from 'vitest'
import { checkpointFormats, parseFormat } from '../../../../src/core/quant/formats/checkpoint-format.ts'
import { storedBytes } from '../../../../src/core/quant/formats/stored-bytes.ts'

const format = (name: string) => {
  const parsed = parseFormat(name)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}
const matrix = { name: 'blk.0.ffn_up.weight', shape: [4096, 12_288] } as const
const size = (name: string, tensor: { name: string; shape: readonly [number, ...number[]] } = matrix) =>
  storedBytes(tensor, format(name), { gguf: 'qwen3' })
const weights = 4096 * 12_288

describe('one matrix of 4096 inputs and 12,288 outputs', () => {
  test.each([
    ['BF16', weights * 2],
    ['FP8', weights + 32 * 96 * 4],
    ['FP8-CHANNEL', weights + 12_288 * 2],
    ['INT8', weights + 12_288 * 4],
    // 32 groups: scales of 2 bytes and zero points of half a byte, for every output.
    ['AWQ-INT4-G128', weights / 2 + 32 * 12_288 * 2.5],
    ['GPTQ-INT4-G128', weights / 2 + 32 * 12_288 * 2.5 + 4096 * 4],
    ['GPTQ-INT8-G32', weights + 128 * 12_288 * 3 + 4096 * 4],
    ['W4A16-G128', weights / 2 + 32 * 12_288 * 2 + 16],
    ['NVFP4', weights / 2 + 256 * 12_288 + 8],
    ['MLX-4BIT-G64', weights / 2 + 64 * 12_288 * 4],
    ['MLX-3BIT-G32', (weights * 3) / 8 + 128 * 12_288 * 4],
    ['MLX-8BIT-G128', weights + 32 * 12_288 * 4]
  ])('takes these bytes as %s', (name, expected) => expect(size(name)).toBe(expected))
})

test('what is left alone stays in 16 bits', () => {
  const router = { name: 'blk.0.ffn_gate_inp.weight', shape: [4096, 128] } as const
  const head = { name: 'output.weight', shape: [4096, 32_000] } as const
  const norm = { name: 'blk.0.attn_norm.weight', shape: [4096] } as const
  for (const tensor of [router, head, norm]) {
    const n = tensor.shape.reduce<number>((a, b) => a * b, 1)
    expect(size('AWQ-INT4-G128', tensor)).toBe(2 * n)
  }
  expect(size('AWQ-INT4-G128', { name: 'blk.0.attn_output.weight', shape: [4096, 4096] })).toBeLessThan(
    4096 ** 2
  )
})

test('MXFP4 covers the experts alone, at 4.25 bits', () => {
  const experts = { name: 'blk.0.ffn_up_exps.weight', shape: [2880, 2880, 32] } as const
  expect(size('MXFP4', experts)).toBe((2880 * 2880 * 32 * 4.25) / 8)
  expect(size('MXFP4')).toBe(weights * 2)
})

test('MLX quantises embedding and head, leaves rows that its group does not divide, and routers at 8 bits', () => {
  expect(size('MLX-4BIT-G64', { name: 'token_embd.weight', shape: [4096, 1000] })).toBe(
    (4096 * 1000 * 4.5) / 8
  )
  expect(size('MLX-4BIT-G128', { name: 'blk.0.ffn_up.weight', shape: [2880, 100] })).toBe(2880 * 100 * 2)
  expect(size('MLX-4BIT-G64', { name: 'blk.0.ffn_gate_inp.weight', shape: [4096, 128] })).toBe(
    (4096 * 128 * 8.5) / 8
  )
})

test('every format is found by its name, in any case, and a wrong one says what there is', () => {
  for (const { name } of checkpointFormats)
    expect(parseFormat(name.toLowerCase())).toMatchObject({ ok: true })
  expect(parseFormat('awq')).toMatchObject({ ok: true, value: { name: 'AWQ-INT4-G128' } })
  expect(parseFormat('4bit')).toMatchObject({ ok: true, value: { name: 'MLX-4BIT-G64' } })
  const wrong = parseFormat('Q9_X')
  expect(!wrong.ok && wrong.error).toContain('AWQ-INT4-G128')
})
