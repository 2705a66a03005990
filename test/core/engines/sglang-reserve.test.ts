import { expect, test } from 'vitest'
import { serverDefaults } from '../../../src/core/engine/server-settings.ts'
import { capturedSizes, sglangReserve } from '../../../src/core/engines/sglang/reserve.ts'

// server_args.py worked out by hand: dense, MLA, and releases without graphs for prefill, tensor parallel 1.
test.each([
  ['a 16 GiB card', 16_380, 0.752, 0.679, 0.772],
  ['RTX 4090', 24_564, 0.833, 0.784, 0.847],
  ['RTX 5090', 32_607, 0.874, 0.838, 0.885],
  ['RTX A6000', 49_140, 0.853, 0.829, 0.861],
  ['H100', 81_559, 0.83, 0.816, 0.835],
  ['H200', 143_771, 0.903, 0.896, 0.907]
])('%s', (_, memory, dense, latent, older) => {
  const fraction = (mla: boolean, prefillGraphs: boolean): number =>
    sglangReserve({ ...serverDefaults.sglang, prefillGraphs }, memory, mla, true).memFractionStatic
  expect(fraction(false, true)).toBeCloseTo(dense, 2)
  expect(fraction(true, true)).toBeCloseTo(latent, 2)
  expect(fraction(false, false)).toBeCloseTo(older, 2)
})

test('sizes of prefill that are captured', () => {
  expect([2048, 4096, 8192, 16_384].map(capturedSizes)).toEqual([42, 50, 58, 74])
})

test('an unknown memory takes 0.88, a given fraction stays', () => {
  expect(sglangReserve(serverDefaults.sglang, null, false, true).memFractionStatic).toBe(0.88)
  const given = sglangReserve({ ...serverDefaults.sglang, memFractionStatic: 0.7 }, 24_564, false, true)
  expect(given.memFractionStatic).toBe(0.7)
})
