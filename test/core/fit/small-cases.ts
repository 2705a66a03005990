import fc from 'fast-check'
import { type Plan, plan } from '../../../src/core/fit/plan.ts'
import type { Architecture } from '../../../src/core/model/architecture.ts'
import type { MemoryRoom } from '../../../src/core/placement/room.ts'
import { bytes, mib } from '../../../src/core/quantity.ts'
import { engine, gpu, profileLike, room } from '../placement/samples.ts'

/** Small models: so few layers that every placement can be tried. */
export const model = fc.record({
  blocks: fc.integer({ min: 1, max: 10 }),
  moe: fc.boolean(),
  firstDense: fc.integer({ min: 0, max: 2 }),
  dense: fc.integer({ min: 1, max: 200 }),
  experts: fc.integer({ min: 1, max: 600 }),
  head: fc.integer({ min: 1, max: 300 }),
  tied: fc.boolean(),
  sliding: fc.boolean()
})
export type Model = typeof model extends fc.Arbitrary<infer M> ? M : never

export const machine = fc
  .record({
    gpus: fc.array(
      fc.record({
        line: fc.integer({ min: 0, max: 4000 }),
        share: fc.integer({ min: 1, max: 4000 }),
        shared: fc.boolean(),
        runtime: fc.constantFrom(0, 0, 300)
      }),
      { maxLength: 3 }
    ),
    ram: fc.integer({ min: 0, max: 6000 })
  })
  .map(({ gpus, ram }) =>
    room(
      gpus.map(({ line, share, shared, runtime }, index) =>
        gpu(mib(line), {
          id: `gpu${index}`,
          name: `GPU ${index}`,
          share,
          sharesHostMemory: shared && gpus.length === 1,
          runtime: { kind: 'runtime', bytes: mib(runtime), why: 'drawn', certainty: 'measured' }
        })
      ),
      mib(ram)
    )
  )

export function made(sample: Model): { architecture: Architecture; profile: ReturnType<typeof profileLike> } {
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

export const planned = (sample: Model, room: MemoryRoom, contextTokens: number): Plan =>
  plan({ ...made(sample), engine: engine({ contextTokens }), room, trainedContext: null })

/** Every number of layers whose experts may go to RAM; a number that moves none is not a placement of its own. */
export const moeCounts = (sample: Model): number[] =>
  Array.from({ length: sample.moe ? sample.blocks + 1 : 1 }, (_, count) => count).filter(
    (count) => count === 0 || count > sample.firstDense
  )

export const context = fc.integer({ min: 1, max: 65536 })
