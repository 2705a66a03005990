import { expect, test } from 'vitest'
import { findMemorySystem, memorySystems } from '../../src/catalog/memory-system.ts'

test.each([
  ['DDR5-5600', 'DDR5-5600, 2 channels', 89.6],
  ['ddr5 6000', 'DDR5-6000, 2 channels', 96],
  ['2x DDR5-5600', 'DDR5-5600, 2 channels', 89.6],
  ['DDR4-3200 x 8', 'DDR4-3200, 8 channels', 204.8],
  ['12 channels DDR5-4800', 'DDR5-4800, 12 channels', 460.8],
  ['1 channel DDR4-2400', 'DDR4-2400, 1 channel', 19.2],
  ['LPDDR5X-8000 256 bit', 'LPDDR5X-8000, 256 bit', 256],
  ['LPDDR5-6400', 'LPDDR5-6400, 128 bit', 102.4],
  ['epyc 9004', 'EPYC 9004: DDR5-4800, 12 channels', 460.8]
])('%s', (typed, name, gigabytes) => {
  const found = findMemorySystem(typed)
  expect(found.ok && found.value.name).toBe(name)
  expect(found.ok && found.value.bandwidth / 1e9).toBeCloseTo(gigabytes, 6)
})

test.each(['', 'fast', 'DDR5-56', 'DDR5-99999', 'DDR5-5600 x 99', 'LPDDR5-6400 4096 bit'])(
  '“%s” is refused with what to write instead',
  (typed) => {
    const found = findMemorySystem(typed)
    expect(found.ok).toBe(false)
    expect(found.ok ? '' : found.error).toMatch(/DDR|channels|bit/)
  }
)

test('every memory system of the catalogue is found by its processor', () => {
  expect(memorySystems.length).toBeGreaterThan(10)
  for (const { name, bandwidth } of memorySystems) {
    expect(findMemorySystem(name.split(':')[0] ?? '')).toEqual({ ok: true, value: { name, bandwidth } })
  }
})
