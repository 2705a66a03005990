import { describe, expect, test } from 'vitest'
import type { EngineSettings } from '../../../src/core/engine/settings.ts'
import { type Plan, plan } from '../../../src/core/fit/plan.ts'
import type { MemoryRoom } from '../../../src/core/placement/room.ts'
import { unlimitedRoom } from '../../../src/core/placement/room.ts'
import {
  engine,
  gib,
  gpu,
  inMib,
  llama8b,
  llamaProfile,
  mib,
  qwen3Moe,
  qwenProfile,
  room
} from '../placement/samples.ts'

const planMoe = (machine: MemoryRoom, change: Partial<EngineSettings> = {}): Plan =>
  plan({
    architecture: qwen3Moe,
    profile: qwenProfile,
    engine: engine(change),
    room: machine,
    trainedContext: 40960
  })
const planDense = (machine: MemoryRoom, change: Partial<EngineSettings> = {}): Plan =>
  plan({
    architecture: llama8b,
    profile: llamaProfile,
    engine: engine(change),
    room: machine,
    trainedContext: 131072
  })

const inWords = ({ level, offload, settings, shortBy, tensorSplit }: Plan): string =>
  [
    level,
    offload,
    `ngl ${settings.gpuLayers}`,
    `ncmoe ${settings.cpuMoeLayers}`,
    ...(tensorSplit ? [`ts ${tensorSplit.join(',')}`] : []),
    ...(shortBy ? [`short ${inMib(shortBy.bytes)} on ${shortBy.device}`] : [])
  ].join(', ')

// Worked by hand: a block is 12 MiB and its experts 345 MiB, its cache 16 MiB; logits of a micro-batch 300.75 MiB.
describe('a mixture of experts of 17.3 GiB', () => {
  test.each<[string, MemoryRoom, Partial<EngineSettings>, string]>([
    ['fits on 24 GiB', room([gpu(gib(23))], gib(60)), {}, 'fits, none, ngl 49, ncmoe 0'],
    [
      'leaves experts of few layers in RAM',
      room([gpu(gib(15))], gib(60)),
      {},
      'fits-with-offload, experts, ngl 49, ncmoe 9'
    ],
    [
      'leaves all experts in RAM',
      room([gpu(mib(2100))], gib(60)),
      {},
      'fits-with-offload, experts, ngl 49, ncmoe 48'
    ],
    [
      'then moves whole layers',
      room([gpu(mib(1500))], gib(60)),
      {},
      'fits-with-offload, layers, ngl 35, ncmoe 48'
    ],
    ['runs on the CPU without a GPU', room([], gib(60)), {}, 'cpu-only, all, ngl 0, ncmoe 0'],
    [
      'runs on the CPU when the GPU holds nothing',
      room([gpu(mib(200))], gib(60)),
      {},
      'cpu-only, all, ngl 0, ncmoe 0'
    ],
    [
      'keeps the layers that are asked for',
      room([gpu(gib(15))], gib(60)),
      { gpuLayers: 20, cpuMoeLayers: 0 },
      'fits-with-offload, layers, ngl 20, ncmoe 0'
    ],
    [
      'keeps experts in RAM that are asked for',
      room([gpu(gib(23))], gib(60)),
      { cpuMoeLayers: 'all' },
      'fits-with-offload, experts, ngl 49, ncmoe 48'
    ],
    [
      'says which GPU is short when nothing may move',
      room([gpu(gib(15), { name: 'RTX' })], gib(60)),
      { gpuLayers: 999, cpuMoeLayers: 0 },
      'does-not-fit, none, ngl 49, ncmoe 0, short 3087.75 MiB on RTX'
    ],
    [
      'says how much RAM is short',
      room([gpu(gib(4))], gib(8)),
      {},
      'does-not-fit, experts, ngl 49, ncmoe 42, short 6545.01 MiB on RAM'
    ]
  ])('%s', (_, machine, change, expected) => {
    expect(inWords(planMoe(machine, change))).toBe(expected)
  })
})

// Worked by hand: a block is 125 MiB and its cache 32 MiB; logits of a micro-batch 258.5 MiB.
describe('a dense model of 4.6 GiB', () => {
  test.each<[string, MemoryRoom, Partial<EngineSettings>, string]>([
    ['fits on 8 GiB', room([gpu(gib(7))], gib(14)), {}, 'fits, none, ngl 33, ncmoe 0'],
    ['leaves layers in RAM', room([gpu(gib(4))], gib(14)), {}, 'fits-with-offload, layers, ngl 22, ncmoe 0'],
    [
      'two GPUs split by their memory',
      room([gpu(gib(4)), gpu(gib(4))], gib(14)),
      {},
      'fits, none, ngl 33, ncmoe 0'
    ],
    [
      'a split by counts where the default overfills one',
      room([gpu(gib(3)), gpu(gib(3), { share: gib(30) })], gib(14)),
      {},
      'fits, none, ngl 33, ncmoe 0, ts 18,15'
    ],
    [
      'does not fit in 2 GiB',
      room([], gib(2)),
      {},
      'does-not-fit, all, ngl 0, ncmoe 0, short 3934.50 MiB on RAM'
    ]
  ])('%s', (_, machine, change, expected) => {
    expect(inWords(planDense(machine, change))).toBe(expected)
  })
})

describe('memory that CPU and GPU share', () => {
  const unified = (limit: number, ram: number): MemoryRoom =>
    room([gpu(mib(limit), { sharesHostMemory: true })], mib(ram))

  test('the GPU must stay in its limit and both together in RAM', () => {
    expect(planDense(unified(7000, 7000)).level).toBe('fits')
    expect(planDense(unified(5000, 7000)).level).toBe('fits-with-offload')
    expect(planDense(unified(7000, 5000)).level).toBe('does-not-fit')
  })

  test('is counted once', () => {
    const { gpus, host } = planDense(unified(7000, 7000))
    const held = [...gpus, host].reduce((sum, part) => sum + part.weights, 0)
    expect(held).toBe(llamaProfile.totalBytes)
  })
})

describe('a context that is left to the planner', () => {
  test.each<[string, MemoryRoom, number, string]>([
    ['is the trained one where that fits', room([gpu(gib(40))], gib(60)), 131072, 'fits'],
    ['is reduced until everything fits on the GPU', room([gpu(gib(8))], gib(60)), 28160, 'fits'],
    ['is never reduced below 4,096', room([gpu(gib(3))], gib(60)), 4096, 'fits-with-offload'],
    ['is reduced to what RAM holds without a GPU', room([], gib(12)), 58624, 'cpu-only'],
    ['is the trained one where memory has no limit', unlimitedRoom(1), 131072, 'layout-only']
  ])('%s', (_, machine, context, level) => {
    const found = planDense(machine, { contextTokens: 'auto' })
    expect([found.settings.contextTokens, found.level]).toEqual([context, level])
  })

  test('is the trained one where that is below 4,096', () => {
    const request = {
      architecture: llama8b,
      profile: llamaProfile,
      engine: engine({ contextTokens: 'auto' })
    }
    expect(plan({ ...request, room: room([], gib(60)), trainedContext: 1024 }).settings.contextTokens).toBe(
      1024
    )
  })
})

test('runtime is asked for where a GPU works, and only there', () => {
  const runtime = { kind: 'runtime', bytes: mib(300), why: 'test', certainty: 'measured' } as const
  const used = planDense(room([gpu(gib(7), { runtime })], gib(14)))
  const idle = planDense(room([gpu(mib(500), { runtime })], gib(14)))
  expect(used.gpus.map((part) => inMib(part.runtime))).toEqual(['300.00 MiB'])
  expect(idle.gpus.map((part) => inMib(part.runtime))).toEqual(['0.00 MiB'])
})
