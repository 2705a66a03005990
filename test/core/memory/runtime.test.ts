import { expect, test } from 'vitest'
import type { DeviceSpec } from '../../../src/core/machine/device.ts'
import { multiprocessors, runtimeOverhead } from '../../../src/core/memory/runtime.ts'
import { gib } from '../../../src/core/quantity.ts'
import { inMib } from '../placement/samples.ts'

const nvidia = (fp32Tflops: number, architecture: string, computeCapability: string): DeviceSpec => ({
  id: 'card',
  name: 'card',
  aliases: [],
  vendor: 'nvidia',
  kind: 'discrete',
  memoryGib: 24,
  bandwidthGBs: 1000,
  fp32Tflops,
  architecture,
  computeCapability,
  source: 'data sheet'
})

// Multiprocessors by NVIDIA's data sheets; the rule only sees FP32 TFLOP/s and has to come within 15 %.
test.each<[string, DeviceSpec, number]>([
  ['RTX 4090', nvidia(82.6, 'Ada Lovelace', '8.9'), 128],
  ['RTX 4060 Ti', nvidia(22.1, 'Ada Lovelace', '8.9'), 34],
  ['RTX 3090', nvidia(35.6, 'Ampere', '8.6'), 82],
  ['RTX 3060', nvidia(12.7, 'Ampere', '8.6'), 28],
  ['A100', nvidia(19.5, 'Ampere', '8.0'), 108],
  ['H100 SXM', nvidia(66.9, 'Hopper', '9.0'), 132],
  ['RTX 5090', nvidia(104.8, 'Blackwell', '12.0'), 170],
  ['RTX 2060', nvidia(6.5, 'Turing', '7.5'), 30],
  ['Tesla V100', nvidia(15.7, 'Volta', '7.0'), 80],
  ['Tesla P40', nvidia(11.8, 'Pascal', '6.1'), 30]
])('%s has about as many multiprocessors as its data sheet says', (_, device, expected) => {
  const counted = multiprocessors(device) ?? 0
  expect(Math.abs(counted - expected) / expected).toBeLessThan(0.15)
})

test('the context of an RTX 4090 comes near the 451 to 456 MiB that llama.cpp could not account for', () => {
  const { bytes } = runtimeOverhead({
    backend: 'cuda',
    device: nvidia(82.6, 'Ada Lovelace', '8.9'),
    total: gib(24)
  })
  expect(inMib(bytes)).toBe('477.00 MiB')
})

test('a card without a data sheet is judged by its memory', () => {
  const of = (total: number | null): string =>
    inMib(runtimeOverhead({ backend: 'cuda', device: null, total: total === null ? null : gib(total) }).bytes)
  expect([of(8), of(24), of(80), of(null)]).toEqual(['300.00 MiB', '500.00 MiB', '650.00 MiB', '500.00 MiB'])
})

test('every backend says where its figure comes from', () => {
  for (const backend of ['cuda', 'rocm', 'vulkan', 'metal', 'sycl'] as const) {
    const term = runtimeOverhead({ backend, device: null, total: gib(16) })
    expect(term.certainty).toBe('measured')
    expect(term.why).toMatch(/PR|issue|ollama/u)
  }
})

test.each(['cuda', 'rocm', 'vulkan', 'sycl'] as const)('the range of %s holds its figure', (backend) => {
  const { bytes, range } = runtimeOverhead({ backend, device: null, total: gib(24) })
  expect(range?.[0]).toBeLessThanOrEqual(bytes)
  expect(range?.[1]).toBeGreaterThanOrEqual(bytes)
})
