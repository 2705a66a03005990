import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytes, gigabytesPerSecond, teraflops } from '../../../src/core/quantity.ts'
import { predictSpeed } from '../../../src/core/speed/predict-speed.ts'
import type { SpeedInput, SpeedShare } from '../../../src/core/speed/speed-input.ts'
import { card, nothing, whole } from './example-input.ts'

/** A stack of equal layers on a desktop: discrete GPU from 200 GB/s, RAM below 110 GB/s; `onCpu` of them in RAM. */
interface Stack {
  readonly layers: number
  readonly layerBytes: number
  readonly bandwidth: number
  readonly ram: number
  readonly depth: number
  readonly moe: boolean
  readonly packing: 'sixteen' | 'simple' | 'k' | 'low'
}

const stacks = fc.record<Stack>({
  layers: fc.integer({ min: 2, max: 100 }),
  layerBytes: fc.integer({ min: 1e6, max: 2e9 }),
  bandwidth: fc.integer({ min: 200, max: 4000 }),
  ram: fc.integer({ min: 20, max: 110 }),
  depth: fc.integer({ min: 0, max: 200_000 }),
  moe: fc.boolean(),
  packing: fc.constantFrom('sixteen', 'simple', 'k', 'low')
})

function placed(stack: Stack, onCpu: number): SpeedInput {
  const elements = stack.layerBytes / 0.56
  const share = (layers: number): SpeedShare => ({
    ...nothing,
    layers,
    moeLayers: stack.moe ? layers : 0,
    activeBytes: bytes(layers * stack.layerBytes),
    expertBytes: bytes(stack.moe ? layers * stack.layerBytes * 0.5 : 0),
    totalBytes: bytes(layers * stack.layerBytes * 8),
    cacheBytes: bytes(layers * stack.depth * 2048),
    weights: { ...nothing.weights, [stack.packing]: layers * elements },
    denseWeights: layers * elements,
    attentionOperations: layers * 4 * 4096,
    attentionHeads: layers * 32
  })
  return {
    ...whole,
    gpus: [
      {
        ...share(stack.layers - onCpu),
        device: { ...card, bandwidth: gigabytesPerSecond(stack.bandwidth), fp32: teraflops(20) }
      }
    ],
    cpu: share(onCpu),
    ramBandwidth: gigabytesPerSecond(stack.ram),
    modelLayers: stack.layers,
    experts: stack.moe ? { count: 64, perToken: 8 } : null,
    depthTokens: stack.depth
  }
}

function likely(input: SpeedInput): number {
  const speed = predictSpeed(input)
  if (!speed.known) throw new Error(speed.reason)
  return speed.decode.likely
}

describe('for any stack of layers', () => {
  const anyPlace = fc.tuple(stacks, fc.nat()).map(([stack, n]) => [stack, n % stack.layers] as const)

  test('the range holds the likely value, and every figure is a positive number', () => {
    fc.assert(
      fc.property(anyPlace, fc.integer({ min: 1, max: 64 }), ([stack, onCpu], parallel) => {
        const speed = predictSpeed({ ...placed(stack, onCpu), parallel })
        if (!speed.known) throw new Error(speed.reason)
        for (const rate of [speed.decode, speed.prefill, speed.batch?.total]) {
          if (!rate) continue
          expect(rate.low).toBeGreaterThan(0)
          expect(rate.low).toBeLessThan(rate.likely)
          expect(rate.likely).toBeLessThan(rate.high)
        }
      })
    )
  })

  test('more bandwidth is never slower', () => {
    fc.assert(
      fc.property(anyPlace, fc.integer({ min: 1, max: 2000 }), ([stack, onCpu], more) => {
        const base = likely(placed(stack, onCpu))
        const faster = { ...stack, bandwidth: stack.bandwidth + more }
        expect(likely(placed(faster, onCpu))).toBeGreaterThanOrEqual(base)
        expect(likely(placed({ ...stack, ram: stack.ram + more }, onCpu))).toBeGreaterThanOrEqual(base)
      })
    )
  })

  test('deeper is never faster', () => {
    fc.assert(
      fc.property(anyPlace, fc.integer({ min: 1, max: 100_000 }), ([stack, onCpu], more) => {
        const deeper = placed({ ...stack, depth: stack.depth + more }, onCpu)
        expect(likely(deeper)).toBeLessThanOrEqual(likely(placed(stack, onCpu)))
      })
    )
  })

  test('without flash attention is never faster', () => {
    fc.assert(
      fc.property(anyPlace, ([stack, onCpu]) => {
        const input = placed(stack, onCpu)
        expect(likely({ ...input, flashAttention: false })).toBeLessThanOrEqual(likely(input))
      })
    )
  })

  test('fewer active bytes are never slower', () => {
    fc.assert(
      fc.property(anyPlace, fc.double({ min: 0.01, max: 1, noNaN: true }), ([stack, onCpu], part) => {
        const smaller = { ...stack, layerBytes: stack.layerBytes * part }
        expect(likely(placed(smaller, onCpu))).toBeGreaterThanOrEqual(likely(placed(stack, onCpu)))
      })
    )
  })

  test('a prompt is never read faster deeper, on a slower memory, or with more weights', () => {
    fc.assert(
      fc.property(
        stacks,
        fc.integer({ min: 1, max: 100_000 }),
        fc.boolean(),
        (stack, more, flashAttention) => {
          const prefill = (each: Stack): number => {
            const speed = predictSpeed({ ...placed(each, 0), flashAttention })
            return speed.known ? (speed.prefill?.likely ?? Number.NaN) : Number.NaN
          }
          const base = prefill(stack)
          expect(prefill({ ...stack, depth: stack.depth + more })).toBeLessThanOrEqual(base)
          expect(prefill({ ...stack, bandwidth: stack.bandwidth + more })).toBeGreaterThanOrEqual(base)
          expect(prefill({ ...stack, layerBytes: stack.layerBytes + more })).toBeLessThanOrEqual(base)
        }
      )
    )
  })

  // As long as the GPU keeps one: without a GPU there is nothing to hand over.
  test('one more layer in RAM is never faster', () => {
    fc.assert(
      fc.property(anyPlace, ([stack, onCpu]) => {
        fc.pre(onCpu + 1 < stack.layers)
        expect(likely(placed(stack, onCpu + 1))).toBeLessThanOrEqual(likely(placed(stack, onCpu)))
      })
    )
  })
})
