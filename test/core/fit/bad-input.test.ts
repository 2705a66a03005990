import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cacheTypes } from '../../../src/core/engine/settings.ts'
import { assess } from '../../../src/core/fit/assess.ts'
import type { Assessment } from '../../../src/core/fit/assessment.ts'
import { simulatedMachine } from '../../../src/core/machine/simulated.ts'
import type { DeviceSpec } from '../../../src/core/machine/device.ts'
import type { Architecture } from '../../../src/core/model/architecture.ts'
import type { RunnableModel } from '../../../src/core/model/model.ts'
import { fileTypes } from '../../../src/core/quant/file-type.ts'
import { deepseekR1, gemma1b, gemma4, llama4Scout, llama8b, qwen3Moe } from '../placement/samples.ts'

const named = (architecture: Architecture): RunnableModel => ({
  id: 'maker/model',
  slug: 'model',
  name: 'Model',
  family: 'Family',
  publisher: 'Maker',
  country: 'Nowhere',
  release: '2026-01',
  license: 'Apache-2.0',
  modality: 'text',
  availability: 'open-weights',
  contextLength: 32_768,
  architecture,
  parameters: { total: null, active: null },
  nativeType: 'bf16',
  source: 'drawn'
})

/** Shapes of all kinds, from one block to many, with heads that cache types do not divide. */
const drawn = fc
  .record({
    layers: fc.integer({ min: 1, max: 24 }),
    hiddenSize: fc.integer({ min: 1, max: 40 }).map((n) => n * 8),
    vocabSize: fc.integer({ min: 1, max: 300_000 }),
    feedForward: fc.integer({ min: 1, max: 4000 }),
    tiedEmbeddings: fc.boolean(),
    heads: fc.integer({ min: 1, max: 16 }),
    kvHeads: fc.integer({ min: 1, max: 16 }),
    headDim: fc.integer({ min: 1, max: 260 }),
    window: fc.integer({ min: 1, max: 8192 }),
    sliding: fc.boolean(),
    experts: fc.integer({ min: 0, max: 12 })
  })
  .map(({ heads, kvHeads, headDim, window, sliding, experts, ...shape }): Architecture => ({
    gguf: 'llama',
    ...shape,
    attention: { heads, kvHeads, headDim, window },
    ...(sliding ? { layerPattern: ['sliding', 'sliding', 'full'] as const } : {}),
    ...(experts > 0
      ? { experts: { count: experts, perToken: 1, shared: 0, width: 64, firstDense: 0, every: 1 } }
      : {})
  }))
const architecture = fc.oneof(
  drawn,
  fc.constantFrom(qwen3Moe, llama8b, gemma1b, deepseekR1, llama4Scout, gemma4)
)

/** Numbers as people and scripts send them: mostly usual ones, and absurd ones, fractions, and what is no number. */
const number = (most: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 1, max: most }) },
    { weight: 1, arbitrary: fc.integer() },
    { weight: 1, arbitrary: fc.double() },
    { weight: 1, arbitrary: fc.constantFrom(0, -1, 0.5, 1e12, 2 ** 24, 2 ** 53, NaN, Infinity, -Infinity) }
  )

const settings = fc.record(
  {
    contextTokens: fc.oneof(number(2 ** 24), fc.constant('auto' as const)),
    ubatch: number(65_536),
    parallel: number(256),
    kvUnified: fc.boolean(),
    cacheType: fc.constantFrom(...cacheTypes),
    flashAttention: fc.boolean(),
    swaFull: fc.boolean(),
    gpuLayers: fc.oneof(number(99), fc.constant('auto' as const)),
    cpuMoeLayers: fc.oneof(number(99), fc.constantFrom('auto' as const, 'all' as const))
  },
  { requiredKeys: [] }
)

const card: DeviceSpec = {
  id: 'a-card',
  name: 'A card',
  vendor: 'nvidia',
  kind: 'discrete',
  memoryGib: 16,
  bandwidthGBs: 500
} as DeviceSpec

const target = fc.oneof(
  fc.integer({ min: 0, max: 4 }).map((gpus) => ({ gpus })),
  fc
    .record({
      count: fc.integer({ min: 0, max: 3 }),
      ramGib: fc.double({ min: 0.001, max: 4096, noNaN: true })
    })
    .map(({ count, ramGib }) =>
      simulatedMachine({ devices: count === 0 ? [] : [{ spec: card, count }], ramGib, ramBandwidthGBs: 80 })
    )
)

/** Every number anywhere in an answer. */
function numbersIn(value: unknown, path = ''): [string, number][] {
  if (typeof value === 'number') return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => numbersIn(inner, `${path}.${key}`))
}

function expectSound(assessment: Assessment): void {
  const { model, ...answer } = assessment
  expect(model).toBeDefined()
  const bad = numbersIn(answer).filter(
    ([path, value]) =>
      !Number.isFinite(value) ||
      (value < 0 && !path.endsWith('.seconds')) ||
      (/bytes$/iu.test(path) && value % 1 !== 0)
  )
  expect(bad).toEqual([])
}

test('whatever is asked of whatever model, the answer is sound figures or an error that names the field', () => {
  let [answered, refused] = [0, 0]
  fc.assert(
    fc.property(
      architecture,
      settings,
      fc.oneof(fc.constant('auto' as const), fc.constantFrom(...fileTypes)),
      target,
      (shape, engine, quant, on) => {
        const result = assess(named(shape), on, { quant, engine: engine })
        if (result.ok) {
          answered += 1
          expectSound(result.value)
          return
        }
        refused += 1
        const { field, allowed, message } = result.error
        expect([...Object.keys(engine), 'quant', 'cacheType']).toContain(field)
        expect(allowed.length).toBeGreaterThan(3)
        expect(message).toContain(allowed.split(',')[0])
      }
    ),
    { numRuns: 600 }
  )
  expect(answered).toBeGreaterThan(50)
  expect(refused).toBeGreaterThan(50)
}, 60_000)

describe('a quantisation the model does not come in', () => {
  const error = (shape: Architecture, quant: (typeof fileTypes)[number]): string => {
    const result = assess(named(shape), { gpus: 1 }, { quant, engine: {} })
    return result.ok ? 'none' : `${result.error.field}: ${result.error.message}`
  }

  test('is an error that says why and what there is', () => {
    expect(error(llama8b, 'MXFP4')).toMatch(
      /^quant: Model does not come in MXFP4: that type is for the experts of a mixture, and it has none\. Use one of BF16, F16, Q8_0/
    )
    const narrow = { ...llama8b, feedForward: 14_340 }
    expect(error(narrow, 'Q8_0')).toMatch(
      /^quant: Model does not come in Q8_0: its rows are not a whole number/
    )
  })

  test('is not said of one that llama-quantize makes', () => {
    expect([error(llama8b, 'TQ1_0'), error(qwen3Moe, 'MXFP4'), error(gemma1b, 'Q4_K_M')]).toEqual([
      'none',
      'none',
      'none'
    ])
  })
})
