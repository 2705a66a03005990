import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { demandTotal, ramTotal } from '../../../src/core/placement/demand.ts'
import type { MemoryRoom } from '../../../src/core/placement/room.ts'
import { type Bytes, bytes, mib } from '../../../src/core/quantity.ts'
import { gpu, room } from '../placement/samples.ts'
import { context, machine, model, planned } from './small-cases.ts'

const order = ['fits', 'fits-with-offload', 'cpu-only', 'does-not-fit']
const runs = fc.assert

describe('a plan, for any small model and machine', () => {
  test('is never over the line of any device when it is called fitting', () => {
    runs(
      fc.property(model, machine, context, (sample, room, contextTokens) => {
        const found = planned(sample, room, contextTokens)
        fc.pre(found.level !== 'does-not-fit')
        for (const [index, demand] of found.gpus.entries())
          expect(demandTotal(demand)).toBeLessThanOrEqual(found.room.gpus[index]?.line ?? 0)
        expect(ramTotal(found, found.room)).toBeLessThanOrEqual(room.host.line ?? 0)
      }),
      { numRuns: 300 }
    )
  }, 60_000)

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
      { numRuns: 300 }
    )
  }, 60_000)

  test('is no better with a longer context', () => {
    runs(
      fc.property(model, machine, context, context, (sample, room, one, other) => {
        const short = planned(sample, room, Math.min(one, other))
        const long = planned(sample, room, Math.max(one, other))
        expect(order.indexOf(long.level)).toBeGreaterThanOrEqual(order.indexOf(short.level))
      }),
      { numRuns: 300 }
    )
  }, 60_000)

  test('settles between two placements that each look well by the error of the other', () => {
    const sample = {
      blocks: 5,
      moe: true,
      firstDense: 1,
      dense: 7,
      experts: 299,
      head: 1,
      tied: false,
      sliding: true
    }
    const runtime = { kind: 'runtime', bytes: mib(300), why: 'drawn', certainty: 'measured' } as const
    const two = room(
      [
        gpu(bytes(1_459_617_792), { id: 'gpu0', name: 'GPU 0', share: 1, runtime }),
        gpu(mib(986), { id: 'gpu1', name: 'GPU 1', share: 2, runtime })
      ],
      mib(60)
    )
    expect(planned(sample, two, 9217).level).toBe('fits-with-offload')
    expect(planned(sample, two, 9473).level).toBe('fits-with-offload')
  })

  test('says what is short only where something is', () => {
    runs(
      fc.property(model, machine, context, (sample, room, contextTokens) => {
        const found = planned(sample, room, contextTokens)
        expect(found.shortBy === null).toBe(found.level !== 'does-not-fit')
        if (found.shortBy) expect(found.shortBy.bytes).toBeGreaterThan(0)
      }),
      { numRuns: 300 }
    )
  }, 60_000)
})
