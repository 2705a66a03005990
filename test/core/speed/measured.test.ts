import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rate } from '../../../src/core/format.ts'
import type { Backend } from '../../../src/core/engine/settings.ts'
import type { Vendor } from '../../../src/core/machine/machine.ts'
import { bytes, gib, gigabytesPerSecond, noBytes, teraflops } from '../../../src/core/quantity.ts'
import type { Rate } from '../../../src/core/speed/speed.ts'
import { predictSpeed } from '../../../src/core/speed/predict-speed.ts'
import type { SpeedInput, SpeedShare } from '../../../src/core/speed/speed-input.ts'

/**
 * Measurements that others published, one or two per device: llama.cpp, one device, everything resident. Bytes read
 * per token are taken as the file's size times active over total parameters.
 */
const rows = readFileSync(join(import.meta.dirname, 'benchmarks.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))

interface Case {
  readonly name: string
  readonly onCpu: boolean
  readonly input: SpeedInput
  readonly measured: number
}

const cases = rows.map((cells): Case => {
  const [vendor = '', architecture = '', device = '', backend = '', bandwidth = '', fp32 = ''] = cells
  const [model = '', type = '', kind = '', size = '', total = '', active = ''] = cells.slice(6)
  const [layers = '', kv = '', depth = '', measured = ''] = cells.slice(12)
  const onCpu = backend === 'cpu'
  const read: SpeedShare = {
    layers: Number(layers),
    activeBytes: bytes((gib(Number(size)) * Number(active)) / Number(total)),
    totalBytes: gib(Number(size)),
    cacheBytes: bytes(Number(kv) * Number(depth))
  }
  const none: SpeedShare = { layers: 0, activeBytes: noBytes, totalBytes: noBytes, cacheBytes: noBytes }
  const accelerator = {
    ...read,
    device: {
      name: device,
      vendor: vendor as Vendor,
      backend: backend as Backend,
      architecture: architecture === '' ? null : architecture,
      bandwidth: gigabytesPerSecond(Number(bandwidth)),
      fp32: fp32 === '' ? null : teraflops(Number(fp32)),
      fp16: null
    }
  }
  return {
    name: `${device} (${backend}), ${model} ${type} at ${depth}`,
    onCpu,
    measured: Number(measured),
    input: {
      gpus: onCpu ? [] : [accelerator],
      cpu: onCpu ? read : none,
      ramBandwidth: onCpu ? gigabytesPerSecond(Number(bandwidth)) : null,
      activeParameters: Number(active) * 1e9,
      quantisedShare: /^B?F(?:16|32)$/u.test(type) ? 0 : 1,
      lowBit: /IQ|Q[23]_K/u.test(type),
      moe: kind === 'moe',
      depthTokens: Number(depth),
      promptTokens: 0,
      ubatch: 512
    }
  }
})

function decodeOf({ name, input }: Case): Rate {
  const speed = predictSpeed(input)
  if (!speed.known) throw new Error(`${name}: ${speed.reason}`)
  return speed.decode
}

const errorOf = (each: Case): number => Math.abs(decodeOf(each).likely / each.measured - 1)
const within = (error: number, some: readonly Case[]): number =>
  some.filter((each) => errorOf(each) <= error).length / some.length

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

describe('decode speeds that others measured with everything on one accelerator', () => {
  const resident = cases.filter(({ onCpu }) => !onCpu)

  test('are 85 rows on 67 devices', () => {
    expect(resident).toHaveLength(85)
    expect(new Set(resident.map(({ input }) => input.gpus[0]?.device.name)).size).toBe(67)
  })

  test('are met with a median error below 10 %', () => {
    expect(median(resident.map(errorOf))).toBeLessThan(0.1)
  })

  test('are met within a quarter in nine of ten cases', () => {
    expect(within(0.25, resident)).toBeGreaterThanOrEqual(0.9)
  })

  test('lie in the range that is shown in eight of ten cases', () => {
    const inside = resident.filter((each) => {
      const { low, high } = decodeOf(each)
      return low <= each.measured && each.measured <= high
    })
    expect(inside.length / resident.length).toBeGreaterThanOrEqual(0.8)
  })

  test('are never missed by a factor of two', () => {
    const far = resident.filter((each) => {
      const ratio = decodeOf(each).likely / each.measured
      return ratio > 2 || ratio < 0.5
    })
    expect(far.map((each) => `${each.name}: ${rate(each.measured)}`)).toEqual([])
  })
})

describe('decode speeds that others measured on the CPU alone', () => {
  const host = cases.filter(({ onCpu }) => onCpu)
  const twoSockets = (each: Case): boolean => /^(?:dual|two) /u.test(each.name)

  test('are met within a factor of two on machines with one socket', () => {
    const ratios = host
      .filter((each) => !twoSockets(each))
      .map((each) => decodeOf(each).likely / each.measured)
    expect(ratios).toHaveLength(5)
    expect(Math.min(...ratios)).toBeGreaterThan(0.5)
    expect(Math.max(...ratios)).toBeLessThan(2)
  })

  // Known to be off: one process does not reach the memory of both sockets.
  test('are overestimated, up to threefold, on machines with two sockets', () => {
    const ratios = host.filter(twoSockets).map((each) => decodeOf(each).likely / each.measured)
    expect(ratios).toHaveLength(3)
    expect(Math.min(...ratios)).toBeGreaterThan(1)
    expect(Math.max(...ratios)).toBeLessThan(3.2)
  })
})
