import { describe, expect, test } from 'vitest'
import { onFastestGpus } from '../../../src/core/fit/fastest-gpus.ts'
import { type Plan, type PlanRequest, plan } from '../../../src/core/fit/plan.ts'
import { demandTotal } from '../../../src/core/placement/demand.ts'
import type { GpuRoom } from '../../../src/core/placement/room.ts'
import { type Bytes, gigabytesPerSecond } from '../../../src/core/quantity.ts'
import { engine, gib, gpu, llama8b, llamaProfile, room } from '../placement/samples.ts'

const card = (name: string, line: Bytes, bandwidth: number | null): GpuRoom =>
  gpu(line, { id: name, name, bandwidth: bandwidth === null ? null : gigabytesPerSecond(bandwidth) })

const request = (gpus: readonly GpuRoom[], gpuLayers: number | 'auto' = 'auto'): PlanRequest => ({
  architecture: llama8b,
  profile: llamaProfile,
  engine: engine({ contextTokens: 8192, gpuLayers }),
  room: room(gpus, gib(60)),
  trainedContext: null
})

/** One GPU after the other, each reading what it holds; several lose a twentieth. */
function speedOf({ gpus, room: used, host }: Plan): number {
  const seconds = gpus.map((demand, at) => demand.weights / (used.gpus[at]?.bandwidth ?? 1))
  const inRam = gpus.length === 0 ? host.weights / 50e9 : 0
  const several = seconds.filter((part) => part > 0).length > 1 ? 0.95 : 1
  return several / (seconds.reduce((sum, part) => sum + part, 0) + inRam)
}
const fastest = (asked: PlanRequest): ReturnType<typeof onFastestGpus> =>
  onFastestGpus(asked, plan(asked), speedOf)
const layersOn = ({ gpus, room: used }: Plan): string[] =>
  gpus.map((demand, at) => `${used.gpus[at]?.name ?? ''} ${demandTotal(demand) > 0 ? 'used' : 'idle'}`)

describe('the GPUs that are used', () => {
  test('one of two equal ones, where one holds the model', () => {
    const found = fastest(request([card('A', gib(24), 900), card('B', gib(24), 900)]))
    expect(layersOn(found.plan)).toEqual(['A used'])
    expect(found.note).toMatch(/^B is left out: with it about \d+ tokens\/s instead of \d+\.$/)
  })

  test('the fast one, wherever it stands', () => {
    const found = fastest(request([card('slow', gib(24), 100), card('fast', gib(8), 900)]))
    expect(layersOn(found.plan)).toEqual(['fast used'])
    expect(found.note).toMatch(/^slow is left out: /)
  })

  test('both, where neither holds the model alone, and the fast one is filled first', () => {
    const found = plan(request([card('slow', gib(5), 100), card('fast', gib(5), 900)]))
    expect(found.level).toBe('fits')
    const [slow, fast] = found.gpus
    expect(slow && fast && slow.weights < fast.weights).toBe(true)
    expect(found.tensorSplit).not.toBeNull()
    expect(fastest(request([card('slow', gib(5), 100), card('fast', gib(5), 900)])).note).toBeNull()
  })

  test('all, where a bandwidth is unknown or the layers were fixed', () => {
    const blind = request([card('A', gib(24), null), card('B', gib(24), 900)])
    expect(onFastestGpus(blind, plan(blind), () => null).plan.gpus).toHaveLength(2)
    expect(fastest(request([card('A', gib(24), 900), card('B', gib(24), 900)], 99)).plan.gpus).toHaveLength(2)
  })

  test('none, where the processor is faster than a slow card that holds a part', () => {
    const found = fastest(request([card('slow', gib(3), 5)]))
    expect(found.plan.level).toBe('cpu-only')
    expect(found.note).toMatch(/^slow is left out/)
  })
})
