import { describe, expect, test } from 'vitest'
import { gib, gigabytesPerSecond } from '../../../src/core/quantity.ts'
import { touchedExperts } from '../../../src/core/speed/experts.ts'
import { loadTime } from '../../../src/core/speed/load-time.ts'
import { predictSpeed } from '../../../src/core/speed/predict-speed.ts'
import { tokensPerStep } from '../../../src/core/speed/speculative.ts'
import type { Speed } from '../../../src/core/speed/speed.ts'
import type { SpeedInput } from '../../../src/core/speed/speed-input.ts'
import { card, nothing, whole, withDevice } from './example-input.ts'

type KnownSpeed = Extract<Speed, { known: true }>

function known(input: SpeedInput): KnownSpeed {
  const speed = predictSpeed(input)
  if (!speed.known) throw new Error(speed.reason)
  return speed
}

function reasonOf(input: SpeedInput): string {
  const speed = predictSpeed(input)
  return speed.known ? '' : speed.reason
}

test('the terms sum to the time of one token, and those of the prompt to its time', () => {
  const { terms, decode, prefillTerms = [], prefill, promptTokens } = known(whole)
  const sum = (parts: typeof terms): number => parts.reduce((total, { seconds }) => total + seconds, 0)
  expect(sum(terms)).toBeCloseTo(1 / decode.likely, 12)
  expect(sum(prefillTerms)).toBeCloseTo(promptTokens / (prefill?.likely ?? 0), 12)
})

test('a dense Q4_0 model on 1000 GB/s takes about as long as its bytes and a fifth more', () => {
  const { decode } = known(whole)
  const reading = gib(3.5) / 1000e9
  expect(1 / decode.likely).toBeGreaterThan(reading)
  expect(1 / decode.likely).toBeLessThan(reading * 2)
})

test('the first word takes the prompt and one token, loading takes the file', () => {
  const { firstToken, prefill, decode, load } = known(whole)
  expect(firstToken?.likely).toBeCloseTo(512 / (prefill?.likely ?? 0) + 1 / decode.likely, 12)
  expect(load).toEqual(loadTime(gib(3.56)))
  expect(loadTime(2e9)).toEqual({ low: 2e9 / 6e9, likely: 1, high: 4 })
})

describe('what is missing is said instead of guessed', () => {
  test('the bandwidth of a GPU', () => {
    expect(reasonOf(withDevice(whole, { bandwidth: null }))).toMatch(
      /memory bandwidth of Example card is not known/
    )
  })

  test('the bandwidth of the RAM, once something lies there', () => {
    const cpu = { ...nothing, layers: 1, activeBytes: gib(1), totalBytes: gib(1) }
    expect(reasonOf({ ...whole, cpu })).toMatch(/RAM bandwidth is not known. Enter it in GB\/s/)
  })

  test('nothing placed anywhere', () => {
    expect(reasonOf({ ...whole, gpus: [] })).toMatch(/No weights were placed/)
  })

  test('more layers on GPUs than the model has', () => {
    expect(reasonOf({ ...whole, modelLayers: 31 })).toMatch(/32 layers on GPUs, but the model has 31/)
  })

  test('prefill on the CPU alone', () => {
    const [gpu] = whole.gpus
    const speed = known({ ...whole, gpus: [], cpu: gpu ?? nothing, ramBandwidth: gigabytesPerSecond(80) })
    expect(speed.prefill).toBeNull()
    expect(speed.prefillNote).toMatch(/CPU alone/)
  })

  test('an unknown arithmetic rate is named, lowers the low end and leaves no prefill', () => {
    const speed = known(withDevice(whole, { name: 'Other card', fp32: null }))
    expect(speed.basis).toMatch(/arithmetic rate is not known/)
    expect(speed.decode.low / speed.decode.likely).toBeLessThan(
      known(whole).decode.low / known(whole).decode.likely
    )
    expect(speed.prefill).toBeNull()
  })

  test('a vendor nobody measured says so and has a wide range', () => {
    const { decode, basis } = known(
      withDevice(whole, { name: 'Unheard-of', vendor: 'other', backend: 'vulkan', architecture: null })
    )
    expect(basis).toMatch(/no data for other devices with Vulkan/)
    const usual = known(whole).decode
    expect(decode.high / decode.low).toBeGreaterThan(usual.high / usual.low)
  })

  test('an engine without rows', () => {
    const engines = known(whole).engines ?? []
    expect(engines.find(({ engine }) => engine === 'ExLlama')).toEqual({
      engine: 'ExLlama',
      decode: null,
      basis: 'no data'
    })
  })
})

describe('several at once', () => {
  test('one request has no batch; four together write more, each less', () => {
    expect(known(whole).batch).toBeUndefined()
    const { decode, batch } = known({ ...whole, parallel: 4 })
    expect(batch?.total.likely).toBeGreaterThan(decode.likely)
    expect(batch?.each.likely).toBeLessThan(decode.likely)
    expect(batch?.total.likely).toBeCloseTo((batch?.each.likely ?? 0) * 4, 9)
  })

  test('experts touched grow towards all of them', () => {
    expect(touchedExperts(128, 8, 1)).toBeCloseTo(8, 12)
    // 128 (1 - (120/128)^2) = 15.5
    expect(touchedExperts(128, 8, 2)).toBeCloseTo(15.5, 12)
    expect(touchedExperts(128, 8, 1000)).toBeCloseTo(128, 9)
  })

  test('two cards in turn are never faster than one with all the memory', () => {
    const halves = whole.gpus.flatMap((gpu) => {
      const half = {
        ...gpu,
        layers: 16,
        activeBytes: gib(1.75),
        cacheBytes: gib(0.0156),
        weights: { ...gpu.weights, simple: 3.3e9 },
        attentionOperations: gpu.attentionOperations / 2
      }
      return [half, half]
    })
    const two = known({ ...whole, gpus: halves }).decode.likely
    const one = known(whole).decode.likely
    expect(two).toBeLessThanOrEqual(one * 1.001)
    expect(two).toBeGreaterThan(one * 0.85)
  })
})

describe('drafting ahead', () => {
  test('is offered only where the model ships prediction layers', () => {
    expect(known(whole).speculative).toBeUndefined()
    const { speculative, decode } = known({ ...whole, draftLayers: 1 })
    expect(speculative?.rate.likely).toBeGreaterThan(decode.likely)
    expect(speculative?.why).toMatch(/1 token drafted ahead/)
  })

  test('one drafted token that is accepted half the time gives one and a half per step', () => {
    expect(tokensPerStep(0.5, 1)).toBe(1.5)
    expect(tokensPerStep(1, 3)).toBe(4)
  })
})

test('a device without byte products pays for them', () => {
  const names = known(withDevice(whole, { ...card, name: 'Old card', computeCapability: '5.2' })).terms.map(
    ({ name }) => name
  )
  expect(names).toContain('multiplying bytes in steps')
})
