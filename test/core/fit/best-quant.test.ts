import { describe, expect, test } from 'vitest'
import { bestQuant } from '../../../src/core/fit/best-quant.ts'
import { largestContext } from '../../../src/core/fit/largest-context.ts'
import { plan, type PlanRequest } from '../../../src/core/fit/plan.ts'
import type { WeightProfile } from '../../../src/core/memory/weight-profile.ts'
import type { MemoryRoom } from '../../../src/core/placement/room.ts'
import type { FileType } from '../../../src/core/quant/file-type.ts'
import { engine, gib, gpu, llama8b, llamaProfile, mib, profileLike, room } from '../placement/samples.ts'

/** Llama 3.1 8B: bytes of a block in proportion to the bits of the type. */
const bits: Partial<Record<FileType, number>> = {
  Q8_0: 8.5,
  Q6_K: 6.6,
  Q5_K_M: 5.7,
  Q4_K_M: 4.8,
  Q4_K_S: 4.6,
  IQ4_XS: 4.3,
  Q3_K_M: 3.9,
  Q2_K: 3
}
const candidates = Object.keys(bits) as FileType[]
const profileOf = (fileType: FileType): WeightProfile =>
  profileLike({ blocks: 32, dense: mib((bits[fileType] ?? 0) * 26), input: mib(281), output: mib(411) })

const request = (machine: MemoryRoom): Omit<PlanRequest, 'profile'> => ({
  architecture: llama8b,
  engine: engine(),
  room: machine,
  trainedContext: 131072
})
const best = (machine: MemoryRoom): string => {
  const choice = bestQuant(candidates, request(machine), profileOf)
  return choice ? `${choice.fileType} ${choice.plan.level}` : 'none'
}

describe('the file type that is recommended', () => {
  test.each<[string, MemoryRoom, string]>([
    ['is the largest that fits', room([gpu(gib(12))], gib(30)), 'Q8_0 fits'],
    ['gives up precision down to four bits for the GPU', room([gpu(mib(6600))], gib(30)), 'Q5_K_M fits'],
    ['the smallest of four bits still comes before RAM', room([gpu(mib(5400))], gib(30)), 'IQ4_XS fits'],
    [
      'stays at four bits rather than fit at three',
      room([gpu(mib(5200))], gib(30)),
      'Q4_K_M fits-with-offload'
    ],
    ['is the usual one on the CPU', room([], gib(30)), 'Q4_K_M cpu-only'],
    ['is a smaller four-bit type where RAM ends', room([], mib(5830)), 'Q4_K_S cpu-only'],
    ['goes under four bits only where nothing else runs', room([], mib(5300)), 'Q3_K_M cpu-only'],
    ['is the smallest, and said not to fit, where nothing runs', room([], gib(2)), 'Q2_K does-not-fit']
  ])('%s', (_, machine, expected) => {
    expect(best(machine)).toBe(expected)
  })

  test('is none of no candidates', () => {
    expect(bestQuant([], request(room([], gib(30))), profileOf)).toBeNull()
  })
})

describe('the largest context', () => {
  const largest = (machine: MemoryRoom, limit: number | null): number | null => {
    const full = { ...request(machine), profile: llamaProfile }
    return largestContext(full, plan(full), limit)
  }
  test.each<[string, MemoryRoom, number | null, number | null]>([
    ['stays on the GPU: (8,192 - 4,411 - 258.5) MiB / 128 KiB', room([gpu(gib(8))], gib(60)), 131072, 28160],
    ['ends at what the publisher documents', room([gpu(gib(80))], gib(60)), 131072, 131072],
    ['ends somewhere where nothing is documented', room([gpu(gib(900))], gib(60)), null, 1048576],
    ['is what RAM holds without a GPU', room([], gib(12)), 131072, 58624],
    ['is unknown for what does not fit', room([], gib(2)), 131072, null]
  ])('%s', (_, machine, limit, expected) => {
    expect(largest(machine, limit)).toBe(expected)
  })

  test('one step more would leave the level', () => {
    const full = { ...request(room([gpu(gib(8))], gib(60))), profile: llamaProfile }
    const at = (contextTokens: number): string => plan({ ...full, engine: engine({ contextTokens }) }).level
    expect([at(28160), at(28161)]).toEqual(['fits', 'fits-with-offload'])
  })
})
