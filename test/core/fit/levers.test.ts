import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adviceSentence } from '../../../src/core/fit/advice.ts'
import { type Change, withChange } from '../../../src/core/fit/change.ts'
import { leversFor } from '../../../src/core/fit/levers.ts'
import { type PlanRequest, plan, shortOfWhole } from '../../../src/core/fit/plan.ts'
import type { WeightProfile } from '../../../src/core/memory/weight-profile.ts'
import type { MemoryRoom } from '../../../src/core/placement/room.ts'
import { bytes } from '../../../src/core/quantity.ts'
import type { FileType } from '../../../src/core/quant/file-type.ts'
import {
  engine,
  gib,
  gpu,
  llama8b,
  mib,
  profileLike,
  qwen3Moe,
  qwenProfile,
  room
} from '../placement/samples.ts'
import { machine, made, model, type Model } from './small-cases.ts'

const bits: Partial<Record<FileType, number>> = { Q8_0: 8.5, Q6_K: 6.6, Q4_K_M: 4.8, Q3_K_M: 3.9, Q2_K: 3 }
const candidates = Object.keys(bits) as FileType[]

/** The drawn model in another quantisation: every part in proportion to its bits. */
const inType =
  (sample: Model) =>
  (fileType: FileType): WeightProfile => {
    const size = (part: number): number => Math.round((part * (bits[fileType] ?? 8)) / 8.5)
    return made({
      ...sample,
      dense: size(sample.dense),
      experts: size(sample.experts),
      head: size(sample.head)
    }).profile
  }

const settings = fc.record({
  contextTokens: fc.integer({ min: 1, max: 65_536 }),
  parallel: fc.integer({ min: 1, max: 6 }),
  ubatch: fc.constantFrom(64, 512, 2048),
  cacheType: fc.constantFrom('f16' as const, 'q8_0' as const, 'f32' as const),
  gpuLayers: fc.constantFrom('auto' as const, 'auto' as const, 0, 3, 99),
  cpuMoeLayers: fc.constantFrom('auto' as const, 'auto' as const, 'all' as const, 0, 2)
})

/** The next smaller change of the same kind; null where there is none, or where the kind has no steps. */
function oneStepLess(change: Change, request: PlanRequest, contextTokens: number): Change | null {
  switch (change.kind) {
    case 'context':
      return change.to + 256 >= contextTokens ? null : { ...change, to: change.to + 256 }
    case 'parallel':
      return change.to + 1 === request.engine.parallel ? null : { ...change, to: change.to + 1 }
    case 'ubatch':
      return change.to * 2 >= request.engine.ubatch ? null : { ...change, to: change.to * 2 }
    case 'quant': {
      const better = candidates[candidates.indexOf(change.to) - 1]
      return better === undefined ? null : { ...change, to: better }
    }
    case 'add':
      return { ...change, bytes: bytes(change.bytes - mib(1)) }
    case 'cache':
      return change.to === 'q4_0' && request.engine.cacheType !== 'q8_0' ? { ...change, to: 'q8_0' } : null
    case 'placement':
      return null
  }
}

test('every lever, pulled, does what it says, and one step less does not', () => {
  let pulled = 0
  fc.assert(
    fc.property(
      model,
      machine,
      settings,
      fc.constantFrom(...candidates),
      (sample, drawn, asked, fileType) => {
        const profileOf = inType(sample)
        const request: PlanRequest = {
          architecture: made(sample).architecture,
          profile: profileOf(fileType),
          engine: engine(asked),
          room: drawn,
          trainedContext: null
        }
        const current = plan(request)
        const goal = current.level === 'does-not-fit' ? ['fits', 'fits-with-offload', 'cpu-only'] : ['fits']
        const { contextTokens } = current.settings
        for (const lever of leversFor(request, current, candidates, profileOf)) {
          pulled += 1
          const after = plan(withChange(request, lever, contextTokens, profileOf))
          expect([lever.kind, after.level]).toEqual([lever.kind, lever.reaches])
          expect(goal).toContain(after.level)
          const less = oneStepLess(lever, request, contextTokens)
          if (less === null) continue
          if (less.kind === 'quant' && profileOf(less.to).totalBytes >= request.profile.totalBytes) continue
          const level = plan(withChange(request, less, contextTokens, profileOf)).level
          expect([less, goal.includes(level)]).toEqual([less, false])
        }
      }
    ),
    { numRuns: 300 }
  )
  expect(pulled).toBeGreaterThan(100)
}, 60_000)

describe('in words', () => {
  const profileOf = (fileType: FileType): WeightProfile =>
    profileLike({ blocks: 32, dense: mib((bits[fileType] ?? 0) * 26), input: mib(281), output: mib(411) })
  const help = (on: MemoryRoom, contextTokens = 8192): readonly string[] => {
    const request: PlanRequest = {
      architecture: llama8b,
      profile: profileOf('Q4_K_M'),
      engine: engine({ contextTokens }),
      room: on,
      trainedContext: null
    }
    return leversFor(request, plan(request), candidates, profileOf).map(adviceSentence)
  }

  test('each single change that makes it run', () => {
    // q8_0 would free 480 of the 477 MiB that lack, but a rotated query of a quantised cache adds 8 MiB to the compute.
    expect(help(room([], mib(5500)))).toEqual([
      'Keep the KV cache in q4_0: then it runs on the CPU.',
      'Shorten the context to 4,352 tokens: then it runs on the CPU.',
      'Take Q3_K_M: then it runs on the CPU.',
      'With 477 MiB more RAM it runs on the CPU.'
    ])
  })

  test('what would bring a model that runs wholly onto the GPU', () => {
    const request: PlanRequest = {
      architecture: qwen3Moe,
      profile: qwenProfile,
      engine: engine({ contextTokens: 8192 }),
      room: room([gpu(gib(17), { name: 'the card' })], gib(60)),
      trainedContext: null
    }
    const current = plan(request)
    expect(current.level).toBe('fits-with-offload')
    const short = shortOfWhole(request, current)
    const more = leversFor(request, current, [], () => qwenProfile).find(({ kind }) => kind === 'add')
    expect(short?.device).toBe('the card')
    expect(more?.kind === 'add' && more.bytes).toBe(mib(Math.ceil((short?.bytes ?? 0) / mib(1))))
  })

  test('nothing of a model that fits wholly', () => {
    expect(help(room([gpu(gib(24))], gib(30)))).toEqual([])
  })
})
