import { describe, expect, test } from 'vitest'
import { devices } from '../../../src/catalog/devices.ts'
import { models } from '../../../src/catalog/catalog.ts'
import { assess } from '../../../src/core/fit/assess.ts'
import { type Need, needOf, ramSizes, usualQuant } from '../../../src/core/fit/need.ts'
import type { DeviceSpec } from '../../../src/core/machine/device.ts'
import { simulatedMachine } from '../../../src/core/machine/simulated.ts'
import { isRunnable, type RunnableModel } from '../../../src/core/model/model.ts'

const model = (slug: string): RunnableModel => {
  const found = models.find((each) => each.slug === slug)
  if (!found || !isRunnable(found)) throw new Error(slug)
  return found
}

const engine = { contextTokens: 8192 }
const need = (slug: string): Need => {
  const found = needOf(model(slug), usualQuant(model(slug)), engine, devices)
  if (!found.ok) throw new Error(found.error.message)
  return found.value
}

const levelOn = (slug: string, spec: DeviceSpec | null, count: number, ramGib: number): string => {
  const machine = simulatedMachine({ devices: spec ? [{ spec, count }] : [], ramGib })
  const answer = assess(model(slug), machine, { quant: usualQuant(model(slug)), engine, brief: true })
  return answer.ok ? answer.value.verdict.level : 'error'
}

describe.each(['qwen3-30b-a3b', 'llama-3.1-8b-instruct', 'gpt-oss-120b'])('what carries %s', (slug) => {
  const { options } = need(slug)

  test('is there on one GPU and on the CPU', () => {
    expect(options.map(({ way }) => way)).toEqual(expect.arrayContaining(['gpu', 'cpu']))
  })

  test('runs so where it is said to, and not with the next smaller RAM', () => {
    const reached = {
      gpu: 'fits',
      'several-gpus': 'fits',
      'experts-in-ram': 'fits-with-offload',
      cpu: 'cpu-only'
    }
    for (const { way, device, count, ramGib } of options) {
      expect(levelOn(slug, device, count, ramGib ?? 1)).toBe(reached[way])
      const smaller = ramGib === null ? undefined : ramSizes[ramSizes.indexOf(ramGib) - 1]
      if (smaller !== undefined) expect(levelOn(slug, device, count, smaller)).not.toBe(reached[way])
    }
  })

  test('is the smallest of its vendor: no device with less memory holds all of it', () => {
    for (const { way, device } of options) {
      if (way !== 'gpu' || !device) continue
      const smaller = devices.filter(
        ({ vendor, kind, memoryGib }) =>
          vendor === device.vendor &&
          kind !== 'integrated' &&
          memoryGib !== null &&
          memoryGib < (device.memoryGib ?? 0)
      )
      for (const spec of smaller) expect(levelOn(slug, spec, 1, 4096), spec.name).not.toBe('fits')
    }
  })
})

test('experts go to RAM only where there are any', () => {
  expect(need('llama-3.1-8b-instruct').options.some(({ way }) => way === 'experts-in-ram')).toBe(false)
  expect(need('qwen3-30b-a3b').options.some(({ way }) => way === 'experts-in-ram')).toBe(true)
})

test('a setting that no engine takes is named', () => {
  const found = needOf(model('qwen3-30b-a3b'), 'Q4_K_M', { contextTokens: 0 }, devices)
  expect(found.ok ? '' : found.error.field).toBe('contextTokens')
})
