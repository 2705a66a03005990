import { expect, test } from 'vitest'
import { layOut } from '../../../src/core/placement/lay-out.ts'
import type { ResolvedSettings } from '../../../src/core/engine/settings.ts'
import {
  gemma1b,
  inMib,
  llama8b,
  llamaProfile,
  mib,
  profileLike,
  qwen3Moe,
  qwenProfile,
  settings
} from './samples.ts'

const weights = (change: Partial<ResolvedSettings>, gpus: number, moe = true): string => {
  const architecture = moe ? qwen3Moe : llama8b
  const profile = moe ? qwenProfile : llamaProfile
  const layout = layOut({
    architecture,
    profile,
    settings: settings(change),
    split: Array<number>(gpus).fill(1)
  })
  return [...layout.gpus, layout.host].map((share) => inMib(share.weights)).join(' | ')
}

test.each<[string, Partial<ResolvedSettings>, number, string]>([
  ['the input embedding stays on the host', {}, 1, '17379.00 MiB | 167.00 MiB'],
  ['all experts in RAM', { cpuMoeLayers: 48 }, 1, '819.00 MiB | 16727.00 MiB'],
  ['experts of ten layers in RAM', { cpuMoeLayers: 10 }, 1, '13929.00 MiB | 3617.00 MiB'],
  ['more layers than there are', { cpuMoeLayers: 500 }, 1, '819.00 MiB | 16727.00 MiB'],
  ['half the layers', { gpuLayers: 25 }, 1, '8811.00 MiB | 8735.00 MiB'],
  [
    'experts of layers that are in RAM anyway',
    { gpuLayers: 25, cpuMoeLayers: 10 },
    1,
    '8811.00 MiB | 8735.00 MiB'
  ],
  ['nothing on the GPU', { gpuLayers: 0 }, 1, '0.00 MiB | 17546.00 MiB'],
  ['two GPUs', {}, 2, '8925.00 MiB | 8454.00 MiB | 167.00 MiB']
])('weights: %s', (_, change, gpus, expected) => {
  expect(weights(change, gpus)).toBe(expected)
})

test('a tied head is a second copy on the GPU, and none where the output layer is in RAM', () => {
  const profile = profileLike({ blocks: 26, dense: mib(18), input: mib(306), output: mib(306), tied: true })
  const place = (gpuLayers: number): string => {
    const layout = layOut({ architecture: gemma1b, profile, settings: settings({ gpuLayers }), split: [1] })
    return [...layout.gpus, layout.host].map((share) => inMib(share.weights)).join(' | ')
  }
  expect(place(999)).toBe('774.00 MiB | 306.00 MiB')
  expect(place(1)).toBe('306.00 MiB | 774.00 MiB')
  expect(place(0)).toBe('0.00 MiB | 774.00 MiB')
})

test('the cache lies with its layer', () => {
  const layout = layOut({
    architecture: llama8b,
    profile: llamaProfile,
    settings: settings({ gpuLayers: 9 }),
    split: [1]
  })
  expect(inMib(layout.gpus[0]?.context ?? 0)).toBe('256.00 MiB')
  expect(inMib(layout.host.context)).toBe('768.00 MiB')
})

test('nothing is lost between devices, however it is split', () => {
  for (const gpuLayers of [0, 1, 7, 32, 33])
    for (const gpus of [1, 2, 5]) {
      const split = Array<number>(gpus).fill(1)
      const layout = layOut({
        architecture: llama8b,
        profile: llamaProfile,
        settings: settings({ gpuLayers }),
        split
      })
      const weights = [...layout.gpus, layout.host].reduce((sum, share) => sum + share.weights, 0)
      const context = [...layout.gpus, layout.host].reduce((sum, share) => sum + share.context, 0)
      expect(weights).toBe(llamaProfile.totalBytes)
      expect(inMib(context)).toBe('1024.00 MiB')
    }
})
