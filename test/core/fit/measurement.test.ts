import { describe, expect, test } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import { findDevice } from '../../../src/catalog/find-device.ts'
import { assess } from '../../../src/core/fit/assess.ts'
import {
  type MeasuredRate,
  type Measurement,
  measurementOf,
  tellingRates
} from '../../../src/core/fit/measurement.ts'
import { applyCalibration } from '../../../src/core/machine/apply-calibration.ts'
import type { CalibrationRecord } from '../../../src/core/machine/calibration-record.ts'
import type { Machine } from '../../../src/core/machine/machine.ts'
import { simulatedMachine } from '../../../src/core/machine/simulated.ts'
import { isRunnable, type RunnableModel } from '../../../src/core/model/model.ts'
import type { Speed } from '../../../src/core/speed/speed.ts'
import { machine as workshop } from '../report/example.ts'

const model = (slug: string): RunnableModel => {
  const found = models.find((each) => each.slug === slug)
  if (!found || !isRunnable(found)) throw new Error(slug)
  return found
}
const machineOf = (name: string, ramGib = 64): Machine => {
  const found = findDevice(name, name.startsWith('M3') ? 64 : undefined)
  if (!found.ok) throw new Error(found.error.message)
  return simulatedMachine({ devices: [{ spec: found.value, count: 1 }], ramGib, ramBandwidthGBs: 90 })
}
const workload = { depthTokens: 64, promptTokens: 512 }
const speedOf = (slug: string, machine: Machine, quant = 'Q4_K_M'): Extract<Speed, { known: true }> => {
  const answer = assess(model(slug), machine, {
    quant,
    engine: { contextTokens: 4096 },
    workload,
    brief: true
  })
  if (!answer.ok || !answer.value.speed.known) throw new Error('no speed')
  return answer.value.speed
}
const rate = (
  what: MeasuredRate['what'],
  tokensPerSecond: number,
  more: Partial<MeasuredRate> = {}
): MeasuredRate => ({
  engine: 'llama.cpp',
  what,
  tokensPerSecond,
  tokens: what === 'decode' ? 128 : 512,
  depth: what === 'decode' ? 0 : 64,
  ...more
})
const kept = (measurement: Measurement, id: number): CalibrationRecord => ({ id, ...measurement })

function measure(
  slug: string,
  machine: Machine,
  records: readonly CalibrationRecord[],
  measured: MeasuredRate
): CalibrationRecord {
  const run = { model: model(slug), quant: 'Q4_K_M' as const, machine, records, date: '2026-11-25' }
  const result = measurementOf(run, measured)
  if (!result.ok) throw new Error(result.error)
  return kept(result.value, records.length + 1)
}

describe.each([
  ['llama-3.1-8b-instruct', 'RTX 4090'],
  ['qwen3-30b-a3b', 'RTX 5090'],
  ['gpt-oss-20b', 'RX 7900 XTX'],
  ['gemma-3-12b-it', 'M3 Max']
])('%s measured on %s', (slug, card) => {
  const machine = machineOf(card)
  const before = speedOf(slug, machine)
  const decode = rate('decode', before.decode.likely * 0.8)
  const prefill = rate('prefill', (before.prefill?.likely ?? Number.NaN) * 0.6)

  test.each([
    ['decode first', [decode, prefill]],
    ['prefill first', [prefill, decode]]
  ])('is predicted as measured afterwards, %s', (_, rates) => {
    let records: readonly CalibrationRecord[] = []
    for (const one of rates) records = [...records, measure(slug, machine, records, one)]
    const after = speedOf(slug, applyCalibration(machine, records))
    expect(after.decode.likely / decode.tokensPerSecond).toBeCloseTo(1, 6)
    expect((after.prefill?.likely ?? Number.NaN) / prefill.tokensPerSecond).toBeCloseTo(1, 6)
    expect(after.basis).toMatch(/measured on this machine \(1 run\)/)
    expect(after.prefillBasis).toMatch(/measured on this machine \(1 run\)/)
  })

  test('and without the records as before', () => {
    expect(speedOf(slug, applyCalibration(machine, []))).toEqual(before)
  })
})

test('a run with experts in RAM corrects RAM, and the same model is predicted as measured', () => {
  const machine = machineOf('RTX 4070 Ti SUPER', 32)
  const before = speedOf('qwen3-30b-a3b', machine)
  const slow = rate('decode', before.decode.likely * 0.85)
  const record = measure('qwen3-30b-a3b', machine, [], slow)
  expect(record.correction?.device).toBe('RAM')
  const after = speedOf('qwen3-30b-a3b', applyCalibration(machine, [record]))
  expect(after.decode.likely / slow.tokensPerSecond).toBeCloseTo(1, 2)
  expect(after.basis).toMatch(/its bandwidth measured on this machine \(1 run\)/)
})

test('a run of MLX is kept and corrects nothing: its terms were not fitted', () => {
  const machine = machineOf('M3 Max')
  const record = measure('llama-3.1-8b-instruct', machine, [], rate('decode', 61, { engine: 'MLX' }))
  expect(record).toMatchObject({ engine: 'MLX', tokensPerSecond: 61, correction: null })
  expect(applyCalibration(machine, [record])).toEqual(machine)
})

test('what explains nothing is a sentence', () => {
  const run = {
    model: model('llama-3.1-8b-instruct'),
    quant: 'Q4_K_M' as const,
    machine: machineOf('RTX 4090'),
    records: [],
    date: '2026-11-25'
  }
  expect(measurementOf(run, rate('decode', 9000))).toMatchObject({
    ok: false,
    error: expect.stringMatching(/cannot be explained/) as string
  })
  expect(
    measurementOf({ ...run, machine: machineOf('RTX 3060', 1), quant: 'F32' }, rate('decode', 9))
  ).toMatchObject({
    ok: false,
    error: 'The model does not fit this machine with these settings.'
  })
})

test('of many rates the decode of the least depth counts, and the prompt nearest to 512 tokens', () => {
  const rates = [
    rate('prefill', 900, { tokens: 18, depth: 0 }),
    rate('decode', 90, { depth: 4096 }),
    rate('decode', 100, { depth: 0 }),
    rate('prefill', 4000, { tokens: 2048, depth: 0 }),
    rate('prefill', 5000, { tokens: 512, depth: 0 })
  ]
  expect(tellingRates(rates).map(({ tokensPerSecond }) => tokensPerSecond)).toEqual([100, 5000])
  expect(tellingRates(rates.slice(0, 1))).toEqual([])
})

describe('several runs of one device', () => {
  const run = (id: number, factor: number, more: Partial<CalibrationRecord> = {}): CalibrationRecord => ({
    id,
    date: '2026-11-24',
    engine: 'llama.cpp',
    model: 'example/model',
    quant: 'Q4_K_M',
    what: 'decode',
    depthTokens: 64,
    tokensPerSecond: 50,
    correction: { device: 'NVIDIA GeForce RTX 4070 Ti SUPER', factor },
    ...more
  })

  test('correct it by the middle one', () => {
    const [gpu] = applyCalibration(workshop, [run(1, 0.7), run(2, 0.8), run(3, 1.2)]).accelerators
    expect(gpu?.bandwidth).toMatchObject({ known: true, value: 672e9 * 0.8 })
    expect(gpu?.bandwidth).toMatchObject({ source: 'device catalogue, corrected by 3 runs on this machine' })
    expect(gpu?.measured).toEqual({ decodeRuns: 3 })
  })

  test('leave other devices, and what is unknown, as they are', () => {
    const other = { correction: { device: 'another card', factor: 0.5 } }
    const ram = { correction: { device: 'RAM', factor: 0.5 } }
    expect(applyCalibration(workshop, [run(1, 1, other), run(2, 1, ram)])).toEqual(workshop)
    expect(applyCalibration(workshop, [])).toBe(workshop)
  })
})
