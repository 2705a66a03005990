import { context, grouped } from '../format.ts'
import { type Block, heading, table } from './document.ts'
import type { Question } from './question.ts'

/** The inputs besides the machine: whoever asks the same of the same machine gets the same figures. */
export function questionSection(question: Question): Block[] {
  const { quant, contextTokens, parallel, cacheType, ubatch, gpuLayers, cpuMoeLayers } = question
  const placed = (layers: number | 'auto'): string =>
    layers === 'auto' ? 'placed by the planner' : grouped(layers)
  return [
    heading(2, 'What was asked'),
    table(
      [{ title: 'Input' }, { title: 'Value' }],
      [
        ['Context for each user', context(contextTokens)],
        ['Users at once', grouped(parallel)],
        ['Quantisation', quant === 'auto' ? 'the best that fits' : quant],
        ['KV cache', cacheType],
        ['Micro-batch', context(ubatch)],
        ['Layers on the GPU', placed(gpuLayers)],
        ['Layers with their experts in RAM', placed(cpuMoeLayers)]
      ]
    )
  ]
}
