import { expect, test } from 'vitest'
import { ok } from '../../../src/core/result.ts'
import type { BytesPerSecond } from '../../../src/core/quantity.ts'
import { measureBandwidth } from '../../../src/host/measure/measure-bandwidth.ts'
import { sharedMeasuring } from '../../../src/host/measure/shared-measuring.ts'

test('a copy is measured, with progress up to its end', async () => {
  const shares: number[] = []
  const { result } = measureBandwidth({
    threads: 2,
    memory: 2 ** 29,
    onProgress: (share) => shares.push(share)
  })
  const measured = await result
  expect(measured).toMatchObject({ ok: true, value: { threads: 2 } })
  // Slower than one channel of DDR2 or faster than any machine would be a mistake in counting.
  expect(measured.ok && measured.value.bandwidth).toBeGreaterThan(1e8)
  expect(measured.ok && measured.value.bandwidth).toBeLessThan(5e12)
  expect(shares).toEqual(shares.toSorted((one, two) => one - two))
  expect(shares.at(-1)).toBe(1)
}, 60_000)

test('cancelled, it ends and says so', async () => {
  const measurement = measureBandwidth({
    threads: 1,
    memory: 2 ** 28,
    onProgress: () => measurement.cancel()
  })
  expect(await measurement.result).toEqual({ ok: false, error: 'Measuring was cancelled.' })
})

test('with too little memory it does not begin', async () => {
  expect(await measureBandwidth({ threads: 2, memory: 2 ** 20 }).result).toMatchObject({
    ok: false,
    error: expect.stringContaining('Too little RAM') as string
  })
})

test('who asks follows one measurement, and may stop it', async () => {
  let starts = 0
  const measuring = sharedMeasuring(({ onProgress } = {}) => {
    starts++
    onProgress?.(0.5)
    return {
      result: Promise.resolve(ok({ bandwidth: 5e10 as BytesPerSecond, threads: 4, bufferBytes: 2 ** 30 })),
      cancel: () => undefined
    }
  })
  const first = await measuring.step(0)
  expect(first.bandwidth).toBeNull()
  const last = await measuring.step(first.number)
  expect(last).toMatchObject({ share: 1, bandwidth: { known: true, value: 5e10 } })
  expect(starts).toBe(1)
  await measuring.step(0)
  expect(starts).toBe(2)
})
