import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layerRanges } from '../../../src/core/placement/layer-ranges.ts'

const counts = (blocks: number, gpuLayers: number, split: readonly number[]): string => {
  const { hostBlocks, gpus, output } = layerRanges(blocks, gpuLayers, split)
  return `host ${hostBlocks}, gpus ${gpus.map(({ from, to }) => to - from).join('+')}, output ${output ?? 'host'}`
}

test.each<[string, number, number, readonly number[], string]>([
  ['everything on one GPU', 26, 999, [1], 'host 0, gpus 26, output 0'],
  ['the output layer counts as one', 26, 1, [1], 'host 26, gpus 0, output 0'],
  ['all blocks but the first', 26, 26, [1], 'host 1, gpus 25, output 0'],
  ['nothing on a GPU', 26, 0, [1], 'host 26, gpus 0, output host'],
  ['no GPU', 26, 999, [], 'host 26, gpus , output host'],
  ['two equal GPUs of 27 layers', 26, 999, [1, 1], 'host 0, gpus 14+12, output 1'],
  ['three equal GPUs of 27 layers', 26, 999, [1, 1, 1], 'host 0, gpus 9+9+8, output 2'],
  ['a share of memory', 48, 999, [24, 12], 'host 0, gpus 33+15, output 1'],
  ['counts as in --tensor-split', 48, 999, [20, 29], 'host 0, gpus 20+28, output 1'],
  ['a GPU without a share', 48, 999, [49, 0], 'host 0, gpus 48+0, output 0'],
  ['no share at all means equal ones', 4, 999, [0, 0], 'host 0, gpus 3+1, output 1']
])('%s', (_, blocks, gpuLayers, split, expected) => {
  expect(counts(blocks, gpuLayers, split)).toBe(expected)
})

test('counts given as a split come out as given, for any counts', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 8 }), (split) => {
      const layers = split.reduce((sum, count) => sum + count, 0)
      fc.pre(layers > 0)
      const { gpus, output } = layerRanges(layers - 1, layers, split)
      const held = gpus.map(({ from, to }, gpu) => to - from + (output === gpu ? 1 : 0))
      expect(held).toEqual(split)
    })
  )
})
