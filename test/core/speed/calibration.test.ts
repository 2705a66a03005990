import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Correction } from '../../../src/core/machine/calibration-record.ts'
import type { MeasuredHere } from '../../../src/core/machine/machine.ts'
import { type BytesPerSecond, gib, gigabytesPerSecond } from '../../../src/core/quantity.ts'
import type { Result } from '../../../src/core/result.ts'
import { decodeCorrection, prefillCorrection } from '../../../src/core/speed/calibration.ts'
import { predictSpeed } from '../../../src/core/speed/predict-speed.ts'
import type { Speed } from '../../../src/core/speed/speed.ts'
import type { SpeedInput } from '../../../src/core/speed/speed-input.ts'
import { card, nothing, whole, withDevice } from './example-input.ts'

const predicted = (input: SpeedInput): Extract<Speed, { known: true }> => {
  const speed = predictSpeed(input)
  if (!speed.known) throw new Error(speed.reason)
  return speed
}
const decode = (input: SpeedInput): number => predicted(input).decode.likely
const prefill = (input: SpeedInput): number => predicted(input).prefill?.likely ?? Number.NaN

const good = (result: Result<Correction, string>): Correction => {
  if (!result.ok) throw new Error(result.error)
  return result.value
}

/** The card as `applyCalibration` hands it on. */
const measured = (input: SpeedInput, here: MeasuredHere, bandwidthFactor = 1): SpeedInput => {
  const bandwidth = (input.gpus[0]?.device.bandwidth ?? 0) * bandwidthFactor
  return withDevice(input, { bandwidth: bandwidth as BytesPerSecond, measured: here })
}

const inputs = fc
  .record({
    bandwidth: fc.integer({ min: 200, max: 4000 }),
    layers: fc.integer({ min: 4, max: 100 }),
    size: fc.double({ min: 0.3, max: 60, noNaN: true }),
    prompt: fc.integer({ min: 128, max: 8192 }),
    depth: fc.integer({ min: 0, max: 30_000 }),
    vendor: fc.constantFrom('nvidia', 'amd', 'apple'),
    k: fc.boolean()
  })
  .map(({ bandwidth, layers, size, prompt, depth, vendor, k }): SpeedInput => {
    const elements = (size * 2 ** 30) / 0.56
    const on = { nvidia: 'cuda', amd: 'vulkan', apple: 'metal' } as const
    return {
      ...withDevice(whole, {
        vendor,
        backend: on[vendor],
        architecture: vendor === 'nvidia' ? 'Ada Lovelace' : null,
        computeCapability: null,
        bandwidth: gigabytesPerSecond(bandwidth)
      }),
      modelLayers: layers,
      promptTokens: prompt,
      depthTokens: depth,
      gpus: whole.gpus.map((gpu) => ({
        ...gpu,
        device: {
          ...card,
          vendor,
          backend: on[vendor],
          architecture: vendor === 'nvidia' ? 'Ada Lovelace' : null,
          bandwidth: gigabytesPerSecond(bandwidth)
        },
        layers,
        activeBytes: gib(size),
        totalBytes: gib(size),
        weights: { ...nothing.weights, [k ? 'k' : 'simple']: elements },
        denseWeights: elements
      }))
    }
  })

describe('a measured decode speed', () => {
  test('corrects the bandwidth so that the prediction meets it, whatever the model and the card', () => {
    fc.assert(
      fc.property(inputs, fc.double({ min: 0.3, max: 1.3, noNaN: true }), (input, share) => {
        // What a card of another bandwidth would show.
        const speed = decode(measured(input, { decodeRuns: 0 }, share))
        const { factor } = good(decodeCorrection(input, speed))
        expect(decode(measured(input, { decodeRuns: 1 }, factor)) / speed).toBeCloseTo(1, 9)
      })
    )
  })

  test('corrects RAM where a part lies there', () => {
    const cpu = { ...nothing, layers: 4, activeBytes: gib(1), totalBytes: gib(8) }
    const input = { ...whole, modelLayers: 36, cpu, ramBandwidth: gigabytesPerSecond(80) }
    const speed = decode(input) * 0.9
    const { device, factor } = good(decodeCorrection(input, speed))
    expect(device).toBe('RAM')
    const ramBandwidth = gigabytesPerSecond(80 * factor)
    expect(decode({ ...input, ramBandwidth })).toBeCloseTo(speed, 6)
    expect(predicted({ ...input, ramBandwidth, ramRuns: 2 }).basis).toMatch(
      /its bandwidth measured on this machine \(2 runs\)/
    )
  })

  test('that no bandwidth explains is refused with what was expected', () => {
    expect(decodeCorrection(whole, 5000)).toMatchObject({
      error: expect.stringMatching(/cannot be explained by the bandwidth of Example card/) as string
    })
  })
})

describe('a measured prefill', () => {
  test('corrects the arithmetic rate so that the prediction meets it, and leaves decode as it is', () => {
    fc.assert(
      fc.property(inputs, fc.double({ min: 0.25, max: 4, noNaN: true }), (input, rate) => {
        const bandwidth = input.gpus[0]?.device.bandwidth as BytesPerSecond
        const speed = prefill(measured(input, { decodeRuns: 0, prefill: { runs: 1, rate, bandwidth } }))
        const correction = good(prefillCorrection(input, speed))
        const here = { decodeRuns: 0, prefill: { runs: 1, rate: correction.factor, bandwidth } }
        expect(prefill(measured(input, here)) / speed).toBeCloseTo(1, 9)
        expect(decode(measured(input, here))).toBe(decode(input))
      })
    )
  })

  test('stays met when a decode run corrects the bandwidth after it', () => {
    const speed = prefill(whole) * 0.7
    const { factor, bandwidth = gigabytesPerSecond(0) } = good(prefillCorrection(whole, speed))
    const here = { decodeRuns: 1, prefill: { runs: 1, rate: factor, bandwidth } }
    expect(prefill(measured(whole, here, 0.6))).toBeCloseTo(speed, 6)
  })

  test('corrects what is multiplied, not what is launched: other models follow by their own terms', () => {
    const half = prefill(whole) * 0.5
    const { factor, bandwidth = gigabytesPerSecond(0) } = good(prefillCorrection(whole, half))
    const small = { ...whole, promptTokens: 128 }
    const after = measured(small, { decodeRuns: 0, prefill: { runs: 1, rate: factor, bandwidth } })
    const ratio = prefill(after) / prefill(small)
    expect(ratio).toBeLessThan(1)
    expect(ratio).not.toBeCloseTo(0.5, 3)
  })

  test('with a part in RAM, or that no rate explains, is refused', () => {
    const cpu = { ...nothing, layers: 4, activeBytes: gib(1), totalBytes: gib(8) }
    const split = { ...whole, modelLayers: 36, cpu, ramBandwidth: gigabytesPerSecond(80) }
    expect(prefillCorrection(split, 500)).toMatchObject({
      error: expect.stringMatching(/measure with a model that lies on the GPU alone/) as string
    })
    expect(prefillCorrection(whole, 9e6)).toMatchObject({
      error: expect.stringMatching(/cannot be explained by the arithmetic rate of Example card/) as string
    })
    expect(prefillCorrection(withDevice(whole, { fp32: null }), 500)).toMatchObject({
      error: 'The arithmetic rate of Example card is not known.'
    })
  })
})

describe('a device that was measured here', () => {
  const metal = withDevice(whole, { vendor: 'apple', backend: 'metal', architecture: null })
  const width = ({ decode: { low, high } }: Extract<Speed, { known: true }>): number => high / low

  test('says so, with a range that is narrower where its class is wide, and narrows with more runs', () => {
    const before = predicted(metal)
    const once = predicted(measured(metal, { decodeRuns: 1 }))
    const often = predicted(measured(metal, { decodeRuns: 5 }))
    expect(once.basis).toBe('measured on this machine (1 run)')
    expect(often.basis).toBe('measured on this machine (5 runs)')
    expect(width(once)).toBeLessThan(width(before))
    expect(width(often)).toBeLessThan(width(once))
    expect(once.decode.likely).toBe(before.decode.likely)
  })

  test('never has a wider range than its class', () => {
    const once = predicted(measured(whole, { decodeRuns: 1 }))
    expect(width(once)).toBeLessThanOrEqual(width(predicted(whole)))
  })

  test('keeps the range of its class for prefill, as nothing is known within a card', () => {
    const prefillHere = { runs: 1, rate: 1, bandwidth: gigabytesPerSecond(1000) }
    const here = predicted(measured(whole, { decodeRuns: 0, prefill: prefillHere }))
    expect(here.prefill).toEqual(predicted(whole).prefill)
    expect(here.prefillBasis).toMatch(
      /^measured on this machine \(1 run\); range: fitted on \d+ CUDA devices$/
    )
  })
})
