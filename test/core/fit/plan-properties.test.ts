import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Plan, plan } from '../../../src/core/fit/plan.ts'
import type { Architecture } from '../../../src/core/model/architecture.ts'
import { demandTotal, ramTotal } from '../../../src/core/placement/demand.ts'
import { fits, tryPlacement } from '../../../src/core/placement/fill.ts'
import { stackOf } from '../../../src/core/placement/stack.ts'
import type { MemoryRoom } from '../../../src/core/placement/room.ts'
import { type Bytes, bytes, mib } from '../../../src/core/quantity.ts'
import { engine, gpu, profileLike, room } from '../placement/samples.ts'

/** Small models: so few layers that every placement can be tried. */
const model = fc.record({
  blocks: fc.integer({ min: 1, max: 10 }),
  moe: fc.boolean(),
  firstDense: fc.integer({ min: 0, max: 2 }),
  dense: fc.integer({ min: 1, max: 200 }),
  experts: fc.integer({ min: 1, max: 600 }),
  head: fc.integer({ min: 1, max: 300 }),
  tied: fc.boolean(),
  sliding: fc.boolean()
})
type Model = typeof model extends fc.Arbitrary<infer M> ? M : never

const machine = fc
  .record({
    gpus: fc.array(
      fc.record({
        line: fc.integer({ min: 0, max: 4000 }),
        share: fc.integer({ min: 1, max: 4000 }),
        shared: fc.boolean()
      }),
      { maxLength: 3 }
    ),
    ram: fc.integer({ min: 0, max: 6000 })
  })
  .map(({ gpus, ram }) =>
    room(
      gpus.map(({ line, share, shared }, index) =>
        gpu(mib(line), { id: `gpu${index}`, share, sharesHostMemory: shared && gpus.length === 1 })
      ),
      mib(ram)
    )
  )

function made(sample: Model): { architecture: Architecture; profile: ReturnType<typeof profileLike> } {
  const architecture: Architecture = {
    gguf: 'llama',
    hiddenSize: 1024,
    layers: sample.blocks,
    feedForward: 4096,
    vocabSize: 32000,
    tiedEmbeddings: sample.tied,
    attention: { heads: 16, kvHeads: 8, headDim: 128, window: 1024 },
    ...(sample.sliding ? { layerPattern: ['sliding', 'full'] as const } : {}),
    ...(sample.moe
      ? {
          experts: { count: 32, perToken: 4, shared: 0, width: 1024, firstDense: sample.firstDense, every: 1 }
        }
      : {})
  }
  const even = profileLike({
    blocks: sample.blocks,
    dense: mib(sample.dense),
    experts: sample.moe ? mib(sample.experts) : bytes(0),
    input: mib(sample.head),
    output: mib(sample.head),
    tied: sample.tied
  })
  const layers = even.layers.map((layer, index) =>
    index < sample.firstDense ? { ...layer, expertBytes: bytes(0) } : layer
  )
  const lost = even.layers.length - layers.filter((layer) => layer.expertBytes > 0).length
  const dropped = sample.moe ? lost * mib(sample.experts) : 0
  return { architecture, profile: { ...even, layers, totalBytes: bytes(even.totalBytes - dropped) } }
}

const planned = (sample: Model, room: MemoryRoom, contextTokens: number): Plan =>
  plan({ ...made(sample), engine: engine({ contextTokens }), room, trainedContext: null })

/** Every number of layers whose experts may go to RAM; a number that moves none is not a placement of its own. */
const moeCounts = (sample: Model): number[] =>
  Array.from({ length: sample.moe ? sample.blocks + 1 : 1 }, (_, count) => count).filter(
    (count) => count === 0 || count > sample.firstDense
  )

const context = fc.integer({ min: 1, max: 65536 })
const order = ['fits', 'fits-with-offload', 'cpu-only', 'does-not-fit']
const runs = fc.assert

describe('a plan, for any small model and machine', () => {
  test('is never over the line of any device when it is called fitting', () => {
    runs(
      fc.property(model, machine, context, (sample, room, contextTokens) => {
        const found = planned(sample, room, contextTokens)
        fc.pre(found.level !== 'does-not-fit')
        for (const [index, demand] of found.gpus.entries())
          expect(demandTotal(demand)).toBeLessThanOrEqual(room.gpus[index]?.line ?? 0)
        expect(ramTotal(found, room)).toBeLessThanOrEqual(room.host.line ?? 0)
      }),
      { numRuns: 500 }
    )
  })

  test('misses no placement that fits, nor one with more layers on GPUs', () => {
    runs(
      fc.property(model, machine, context, (sample, room, contextTokens) => {
        const { architecture, profile } = made(sample)
        const stack = stackOf(architecture, profile, { ...engine(), contextTokens })
        const found = planned(sample, room, contextTokens)
        let mostLayers = -1
        for (let gpuLayers = 0; gpuLayers <= sample.blocks + 1; gpuLayers++)
          for (const moe of moeCounts(sample))
            if (fits(tryPlacement(stack, room, gpuLayers, moe))) mostLayers = gpuLayers
        if (room.gpus.length === 0 && mostLayers >= 0) mostLayers = 0
        expect(found.level === 'does-not-fit' ? -1 : found.settings.gpuLayers).toBe(mostLayers)
      }),
      { numRuns: 500 }
    )
  })

  test('moves no more experts than it must', () => {
    runs(
      fc.property(model, machine, context, (sample, room, contextTokens) => {
        const found = planned(sample, room, contextTokens)
        fc.pre(found.offload === 'experts' && found.level === 'fits-with-offload')
        const { architecture, profile } = made(sample)
        const stack = stackOf(architecture, profile, { ...engine(), contextTokens })
        const fewer = found.settings.cpuMoeLayers - 1
        fc.pre((stack.sums.experts[fewer] ?? 0) > 0)
        expect(fits(tryPlacement(stack, room, found.settings.gpuLayers, fewer))).toBe(false)
      }),
      { numRuns: 100 }
    )
  })

  test('is no worse with more memory anywhere', () => {
    const more = (line: Bytes | null, extra: number): Bytes => bytes((line ?? 0) + mib(extra))
    runs(
      fc.property(
        model,
        machine,
        context,
        fc.nat(2000),
        fc.nat(2000),
        (sample, room, contextTokens, onGpu, inRam) => {
          const larger: MemoryRoom = {
            ...room,
            gpus: room.gpus.map((each) => ({ ...each, line: more(each.line, onGpu) })),
            host: { ...room.host, line: more(room.host.line, inRam) }
          }
          const before = planned(sample, room, contextTokens)
          const after = planned(sample, larger, contextTokens)
          expect(order.indexOf(after.level)).toBeLessThanOrEqual(order.indexOf(before.level))
        }
      ),
      { numRuns: 500 }
    )
  })

  test('is no better with a longer context', () => {
    runs(
      fc.property(model, machine, context, context, (sample, room, one, other) => {
        const short = planned(sample, room, Math.min(one, other))
        const long = planned(sample, room, Math.max(one, other))
        expect(order.indexOf(long.level)).toBeGreaterThanOrEqual(order.indexOf(short.level))
      }),
      { numRuns: 500 }
    )
  })

  test('says what is short only where something is', () => {
    runs(
      fc.property(model, machine, context, (sample, room, contextTokens) => {
        const found = planned(sample, room, contextTokens)
        expect(found.shortBy === null).toBe(found.level !== 'does-not-fit')
        if (found.shortBy) expect(found.shortBy.bytes).toBeGreaterThan(0)
      }),
      { numRuns: 500 }
    )
  })
})
